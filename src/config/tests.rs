use super::{Allowed, BaseUrl, Config, Given, LIMITS, Limits, Network, PublicUrl};

#[test]
fn a_network_holds_the_addresses_that_begin_alike() {
    for (network, address, is_inside) in [
        ("10.0.0.0/8", "10.255.1.2", true),
        ("10.0.0.0/8", "11.0.0.1", false),
        ("10.0.0.7", "10.0.0.7", true),
        ("10.0.0.7", "10.0.0.6", false),
        ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "::1", false),
        ("10.0.0.0/8", "::ffff:10.0.0.1", true),
        ("2001:db8::/32", "2001:db8:1::1", true),
        ("2001:db8::/32", "2001:db9::1", false),
        ("::1", "::1", true),
    ] {
        let network: Network = network.parse().unwrap();
        assert_eq!(network.contains(address.parse().unwrap()), is_inside, "{network:?} {address}");
    }
    for wrong in ["", "ten", "10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.1/-1", "10.0.0.1/8/8"] {
        assert!(wrong.parse::<Network>().is_err(), "{wrong}");
    }
}

#[test]
fn a_public_address_knows_its_host_and_its_origin() {
    let plain: PublicUrl = "https://desk.example.com/".parse().unwrap();
    let with_port: PublicUrl = "http://Desk.example:8080".parse().unwrap();
    assert!(plain.is_https && !with_port.is_https);
    for (url, host, is_own) in [
        (&plain, "desk.example.com", true),
        (&plain, "DESK.example.com:443", true),
        (&plain, "desk.example.com:80", false),
        (&plain, "desk.example.com.evil.example", false),
        (&plain, "evil.example", false),
        (&plain, "desk.example.com:", false),
        (&plain, "", false),
        (&with_port, "desk.example:8080", true),
        (&with_port, "desk.example", false),
    ] {
        assert_eq!(url.is_host(host), is_own, "{url:?} {host}");
    }
    assert!(plain.is_origin("https://desk.example.com") && !plain.is_origin("http://desk.example.com"));
    for wrong in [
        "",
        "desk.example",
        "ftp://desk",
        "https://",
        "https://a/b",
        "https://u@a",
        "https://a:x",
        "https://[a]",
        "https://a?b",
    ] {
        assert!(wrong.parse::<PublicUrl>().is_err(), "{wrong}");
    }
}

#[test]
fn limits_keep_their_defaults_until_they_are_set() {
    let read = |limit: &[&str]| {
        let limit = limit.iter().map(|pair| (*pair).to_owned()).collect();
        Config::read(Given { limit, ..Given::default() }, None).map(|config| config.web.limits)
    };
    assert_eq!(read(&[]).unwrap(), Limits::default());
    assert_eq!(read(&["burst=7"]).unwrap(), Limits { burst: 7, ..Limits::default() });
    for (wrong, named) in [
        ("bursts=7", "bursts"),
        ("burst=0", "limits.burst"),
        ("burst", "--limit"),
        ("burst=-1", "--limit"),
        ("burst=x", "--limit"),
    ] {
        let message = read(&[wrong]).unwrap_err().to_string();
        assert!(message.contains(named), "{wrong}: {message}");
    }
    for limit in LIMITS {
        assert!((limit.range.0..=limit.range.1).contains(&limit.default), "{}", limit.key);
    }
}

#[test]
fn a_place_for_notes_is_read_strictly() {
    for (text, shown) in [
        ("https://Zammad.example.com", "https://zammad.example.com"),
        ("https://jira.example.com:443/desk/", "https://jira.example.com/desk"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::ffff:10.0.0.1]", "http://10.0.0.1"),
        ("http://[2001:DB8::1]:81", "http://[2001:db8::1]:81"),
        ("http://help_desk:8080", "http://help_desk:8080"),
    ] {
        assert_eq!(text.parse::<BaseUrl>().map(|url| url.to_string()), Ok(shown.to_owned()), "{text}");
    }
    for wrong in [
        "",
        "ftp://desk",
        "//desk",
        "https://",
        "https://user:word@desk",
        "https://desk@evil.example",
        "https://desk\\@evil.example",
        "https://desk?x",
        "https://desk#x",
        "https://desk/a/../b",
        "https://desk/%2e%2e",
        "https://desk//x",
        "https://desk:0",
        "https://desk:99999",
        "https://.",
        "https://desk.",
        "http://127.1",
        "http://2130706433",
        "http://0x7f000001",
        "http://0x7f.0.0.1",
        "http://0177.0.0.1",
        "http://127.0.0.1.",
        "http://[::1%25eth0]",
        "http://[::1",
        "http://１２７.0.0.1",
        "http://desk example",
    ] {
        assert!(wrong.parse::<BaseUrl>().is_err(), "{wrong}");
    }
}

#[test]
fn what_notes_may_reach_is_what_was_listed_and_nothing_beside_it() {
    let listed = ["https://desk.example.com", "http://127.0.0.1:8000", "10.0.0.7", "10.20.0.0/16"];
    let allowed = Allowed::read(&listed.map(str::to_owned)).unwrap();
    let site = |text: &str| text.parse::<BaseUrl>().unwrap().site;
    for (text, is_allowed) in [
        ("https://desk.example.com:443/api", true),
        ("http://desk.example.com", false),
        ("https://desk.example.com:8443", false),
        ("https://desk.example.com.evil.example", false),
        ("http://127.0.0.1:8000/x", true),
        ("http://127.0.0.1:8001", false),
        ("http://10.0.0.7", false),
    ] {
        assert_eq!(allowed.has_site(&site(text)), is_allowed, "{text}");
    }
    for (address, by_itself, in_network) in [
        ("127.0.0.1", true, true),
        ("::ffff:127.0.0.1", true, true),
        ("127.0.0.2", false, false),
        ("10.0.0.7", true, true),
        ("10.20.255.1", false, true),
        ("10.21.0.1", false, false),
    ] {
        let address = address.parse().unwrap();
        assert_eq!(allowed.has_address(address), by_itself, "{address}");
        assert_eq!(allowed.has_network_of(address), in_network, "{address}");
    }
    for wrong in
        ["desk.example.com", "https://desk.example.com/api", "https://me:hunter2@desk.example.com", "*"]
    {
        let refused = Allowed::read(&[wrong.to_owned()]).unwrap_err().to_string();
        assert!(refused.contains("outbox.allow") && !refused.contains("hunter2"), "{refused}");
    }
}
