use super::{Config, Given, LIMITS, Limits, Network, PublicUrl};

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
