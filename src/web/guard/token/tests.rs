use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};

use super::{Need, need, sent};
use crate::app::Scope;
use crate::web::routes::ADDRESSES;

#[test]
fn every_address_of_the_api_has_a_scope_of_its_own() {
    for (address, _) in ADDRESSES.iter().filter(|(address, _)| address.starts_with("/api/v1")) {
        let need = need(address);
        let is_decided = matches!(need, Need::Token(_)) || address.starts_with("/api/v1/hooks/");
        assert!(is_decided, "{address}: {need:?}");
    }
    for (path, wanted) in [
        ("/", Need::Nothing),
        ("/c/1", Need::Nothing),
        ("/api/openapi.json", Need::Nothing),
        ("/api/docs", Need::Nothing),
        ("/healthz", Need::Nothing),
        ("/metrics", Need::Perhaps),
        ("/api/v1", Need::AnyToken),
        ("/api/v1/", Need::AnyToken),
        ("/api/v1/none", Need::AnyToken),
        ("/api/v1/reload", Need::Token(Scope::Admin)),
        ("/api/v1/conversations/1/turns", Need::Token(Scope::Conversations)),
    ] {
        assert_eq!(need(path), wanted, "{path}");
    }
}

#[test]
fn a_token_stands_behind_bearer_and_once() {
    let sent_by = |values: &[&str]| {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        sent(&headers).map(str::to_owned)
    };
    for (values, token) in [
        (&[][..], None),
        (&["Basic eDp5"][..], None),
        (&["Bearerx"], None),
        (&["Bearer a"], Some("a")),
        (&["bEARER   a "], Some("a")),
        (&["Bearer"], Some("")),
        (&["Bearer ä"], Some("")),
        (&["Bearer\ta"], Some("\ta")),
        (&["Bearer a", "Bearer b"], Some("")),
        (&["Basic x", "Bearer b"], Some("")),
    ] {
        assert_eq!(sent_by(values).as_deref(), token, "{values:?}");
    }
}
