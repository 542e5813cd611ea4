use super::*;

fn allowed(entries: &[&str]) -> Allowed {
    Allowed::read(&entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>()).unwrap()
}

#[test]
fn only_public_addresses_are_reached_unless_others_are_listed() {
    let nothing = allowed(&["https://desk.example.com"]);
    for public in
        ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808"]
    {
        assert!(may_connect(public.parse().unwrap(), &nothing), "{public}");
    }
    for refused in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.1.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "100.100.100.200",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::10.0.0.1",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(!may_connect(refused.parse().unwrap(), &nothing), "{refused}");
    }
}

#[test]
fn what_is_listed_is_reached_and_clouds_only_by_the_very_address() {
    let listed = allowed(&["http://127.0.0.1:8000", "10.20.0.0/16", "fd00::/8", "0.0.0.0/0"]);
    for fine in ["127.0.0.1", "::ffff:127.0.0.1", "10.20.3.4", "fd12::1", "192.168.7.7"] {
        assert!(may_connect(fine.parse().unwrap(), &listed), "{fine}");
    }
    for refused in ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "168.63.129.16", "fe80::1"]
    {
        assert!(!may_connect(refused.parse().unwrap(), &listed), "{refused}");
    }
    let by_itself = allowed(&["169.254.169.254"]);
    assert!(may_connect("169.254.169.254".parse().unwrap(), &by_itself));
}
