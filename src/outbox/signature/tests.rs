use super::*;

#[test]
fn a_signature_is_the_one_that_the_standard_gives_as_an_example() {
    // From the text of Standard Webhooks, "Verifying webhook authenticity".
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let body = br#"{"test": 2432232314}"#;
    let signed = standard([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
    assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn each_secret_signs_and_one_that_is_not_coded_stands_for_itself() {
    let two = standard(["old", "new"], "id", 1, b"x");
    let each = [standard(["old"], "id", 1, b"x"), standard(["new"], "id", 1, b"x")];
    assert_eq!(two, each.join(" "));
    assert_ne!(each[0], each[1]);
    assert_ne!(standard(["whsec_b2xk"], "id", 1, b"x"), standard(["whsec_b2xl"], "id", 1, b"x"));
    assert_eq!(standard(["whsec_b2xk"], "id", 1, b"x"), each[0], "`b2xk` is `old`");
}
