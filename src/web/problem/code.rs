//! The table of everything that can be wrong: name, status, title, and what to do where nothing better can be said.

use actix_web::http::StatusCode;

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Code {
    /// The connection sent less than it announced.
    BodyCutShort,
    /// A form that cannot be taken apart.
    FormMalformed,
    /// A head that cannot be taken apart.
    RequestMalformed,
    /// Not JSON.
    JsonMalformed,
    /// JSON in JSON in JSON.
    JsonTooDeep,
    /// Not XML, or XML with something in it that is not read.
    XmlNotRead,
    /// A configuration with too many values.
    TooManyValues,
    /// Bytes that are no text.
    NotUtf8,
    /// A query string that cannot be taken apart.
    QueryMalformed,
    /// A delivery without a sound signature.
    DeliveryNotProved,
    /// A delivery that had its effect before.
    DeliveryRepeated,
    /// No token was sent.
    TokenMissing,
    /// What was sent is no token, or none any more.
    TokenRefused,
    /// The token is for something else.
    ScopeMissing,
    /// Sent by another site.
    CrossSite,
    /// Not for this address.
    AddressNotAllowed,
    /// Only for people who have signed in.
    SignInNeeded,
    /// What came back from the identity provider proves nothing.
    SignInFailed,
    /// The identity provider cannot be asked.
    SignInUnavailable,
    /// Known to the provider, but not let in.
    NotAllowed,
    /// Not sent by the proxy at which people sign in.
    NotThroughProxy,
    /// Nothing lives at the address.
    NotFound,
    /// No such page in the base.
    ArticleNotFound,
    /// No such symptom in the base.
    SymptomNotFound,
    /// No such conversation, or no longer.
    ConversationNotFound,
    /// The address does not answer this method.
    MethodNotAllowed,
    /// The body took too long.
    TooSlow,
    /// The conversation has had another turn.
    TurnConflict,
    /// The same request is still being worked on.
    IdempotencyKeyRunning,
    /// The body is too large.
    BodyTooLarge,
    /// The text is too long.
    TextTooLong,
    /// Another host is asked.
    HostUnknown,
    /// The address is too long.
    AddressTooLong,
    /// The body is of a kind that is not read here.
    ContentTypeUnsupported,
    /// The body is compressed.
    ContentEncodingUnsupported,
    /// Understood, but some fields cannot be accepted.
    FieldsNotAcceptable,
    /// The turn makes no sense where the conversation stands.
    TurnRefused,
    /// No key of an idempotent request.
    IdempotencyKeyMalformed,
    /// The key was used for another request.
    IdempotencyKeyReused,
    /// The address asks too often.
    TooManyRequests,
    /// The token is used too often.
    TokenTooBusy,
    /// The address has sent too many wrong tokens.
    TooManyWrongTokens,
    /// The address has too many connections.
    TooManyConnections,
    /// The headers are too large.
    HeadersTooLarge,
    /// Our own mistake.
    Internal,
    /// Too much to do.
    Busy,
    /// About to stop.
    Draining,
    /// The store cannot say what the token is worth.
    TokenUnverifiable,
    /// What must be kept cannot be kept at present.
    StoreUnavailable,
    /// No room to keep anything.
    StoreFull,
}

impl Code {
    /// All codes.
    pub(in crate::web) const ALL: [Self; 50] = [
        Self::BodyCutShort,
        Self::FormMalformed,
        Self::RequestMalformed,
        Self::JsonMalformed,
        Self::JsonTooDeep,
        Self::XmlNotRead,
        Self::TooManyValues,
        Self::NotUtf8,
        Self::QueryMalformed,
        Self::DeliveryNotProved,
        Self::DeliveryRepeated,
        Self::TokenMissing,
        Self::TokenRefused,
        Self::ScopeMissing,
        Self::CrossSite,
        Self::AddressNotAllowed,
        Self::SignInNeeded,
        Self::SignInFailed,
        Self::SignInUnavailable,
        Self::NotAllowed,
        Self::NotThroughProxy,
        Self::NotFound,
        Self::ArticleNotFound,
        Self::SymptomNotFound,
        Self::ConversationNotFound,
        Self::MethodNotAllowed,
        Self::TooSlow,
        Self::TurnConflict,
        Self::IdempotencyKeyRunning,
        Self::BodyTooLarge,
        Self::TextTooLong,
        Self::AddressTooLong,
        Self::ContentTypeUnsupported,
        Self::ContentEncodingUnsupported,
        Self::HostUnknown,
        Self::FieldsNotAcceptable,
        Self::TurnRefused,
        Self::IdempotencyKeyMalformed,
        Self::IdempotencyKeyReused,
        Self::TooManyRequests,
        Self::TokenTooBusy,
        Self::TooManyWrongTokens,
        Self::TooManyConnections,
        Self::HeadersTooLarge,
        Self::Internal,
        Self::Busy,
        Self::Draining,
        Self::TokenUnverifiable,
        Self::StoreUnavailable,
        Self::StoreFull,
    ];

    /// Name, status, title, and what to do where a case has nothing more to say.
    pub(super) const fn row(self) -> (&'static str, u16, &'static str, &'static str) {
        match self {
            Self::BodyCutShort => (
                "body-cut-short",
                400,
                "The body broke off",
                "less arrived than was announced; send the request again",
            ),
            Self::FormMalformed => (
                "form-malformed",
                400,
                "The form cannot be read",
                "write the fields as name=value pairs in UTF-8, with % and two hexadecimal digits for other characters",
            ),
            Self::RequestMalformed => (
                "request-malformed",
                400,
                "The request cannot be read",
                "something in the address or the headers is not well formed",
            ),
            Self::JsonMalformed => {
                ("json-malformed", 400, "The body is not JSON", "send one JSON object in UTF-8")
            }
            Self::JsonTooDeep => (
                "json-too-deep",
                400,
                "The JSON is nested too deeply",
                "objects and lists may be nested 64 levels deep at most",
            ),
            Self::XmlNotRead => (
                "xml-not-read",
                400,
                "The XML is not read",
                "send XML without document type and entities, with elements nested 64 deep at most",
            ),
            Self::TooManyValues => (
                "too-many-values",
                413,
                "The configuration has too many values",
                "a configuration may have 50,000 values at most; send the part that is about this matter",
            ),
            Self::NotUtf8 => ("not-utf8", 400, "The text is not UTF-8", "send the body in UTF-8"),
            Self::QueryMalformed => (
                "query-malformed",
                400,
                "The query cannot be read",
                "write the parameters as name=value pairs in UTF-8, with % and two hexadecimal digits for other characters",
            ),
            Self::DeliveryNotProved => (
                "delivery-not-proved",
                401,
                "The delivery is not proved",
                "it must be signed with a secret of this hook, within five minutes from now, and arrive as it was signed; the log says what is wrong",
            ),
            Self::DeliveryRepeated => (
                "delivery-repeated",
                409,
                "The delivery was taken before",
                "there is nothing to do: it had its effect",
            ),
            Self::TokenMissing => (
                "token-missing",
                401,
                "A token is needed",
                "send `Authorization: Bearer` with a token; whoever runs this service makes one with `deskdoc token create`",
            ),
            Self::TokenRefused => (
                "token-refused",
                401,
                "The token is not accepted",
                "it is misspelt, expired, revoked, or of another service; send another one",
            ),
            Self::ScopeMissing => (
                "scope-missing",
                403,
                "The token is not for this",
                "this call needs a token with another scope",
            ),
            Self::CrossSite => (
                "cross-site",
                403,
                "Sent from another site",
                "what changes or asks something must come from this site's own pages, or from a program",
            ),
            Self::AddressNotAllowed => (
                "address-not-allowed",
                403,
                "Not for your address",
                "the operator has to list the address you ask from, or to give you a token with the scope `admin`",
            ),
            Self::SignInNeeded => (
                "sign-in-needed",
                401,
                "Only for people who have signed in",
                "pages are looked at with a browser that has signed in at /sign-in; programs use the API with a token",
            ),
            Self::SignInFailed => {
                ("sign-in-failed", 400, "Signing in did not work", "begin again at /sign-in")
            }
            Self::SignInUnavailable => (
                "sign-in-unavailable",
                503,
                "The identity provider cannot be asked",
                "try again after the number of seconds in `Retry-After`",
            ),
            Self::NotAllowed => (
                "not-allowed",
                403,
                "Signed in, but not let in",
                "whoever runs this service decides who is let in",
            ),
            Self::NotThroughProxy => (
                "not-through-proxy",
                403,
                "Not sent by the proxy at which people sign in",
                "ask under the address that whoever runs this service has given out",
            ),
            Self::NotFound => (
                "not-found",
                404,
                "There is nothing at this address",
                "the addresses of the API are listed at /api/openapi.json",
            ),
            Self::ArticleNotFound => (
                "article-not-found",
                404,
                "There is no such article",
                "paths of articles are found with /api/v1/search",
            ),
            Self::SymptomNotFound => (
                "symptom-not-found",
                404,
                "There is no such symptom",
                "all symptoms are listed at /api/v1/symptoms",
            ),
            Self::ConversationNotFound => (
                "conversation-not-found",
                404,
                "There is no such conversation",
                "it may have been deleted after the time that conversations are kept; POST /api/v1/conversations begins one",
            ),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                405,
                "The address does not answer this method",
                "the header `Allow` names the methods it answers",
            ),
            Self::TooSlow => (
                "request-too-slow",
                408,
                "The request took too long",
                "a whole request must arrive in time; send it again",
            ),
            Self::TurnConflict => (
                "turn-conflict",
                409,
                "The conversation has gone on meanwhile",
                "read the conversation again and take the turn from there; `current_turn` says how long it is",
            ),
            Self::IdempotencyKeyRunning => (
                "idempotency-key-running",
                409,
                "The same request is still being worked on",
                "send it again in a moment to get its answer",
            ),
            Self::BodyTooLarge => ("body-too-large", 413, "The body is too large", "send less at once"),
            Self::TextTooLong => (
                "text-too-long",
                413,
                "The text is too long",
                "a text may have 65,536 bytes (64 KiB) at most; keep the part that says what is seen",
            ),
            Self::AddressTooLong => {
                ("address-too-long", 414, "The address is too long", "send long texts with POST")
            }
            Self::ContentTypeUnsupported => (
                "content-type-unsupported",
                415,
                "The body is of a kind that is not read here",
                "send JSON with `Content-Type: application/json`",
            ),
            Self::ContentEncodingUnsupported => (
                "content-encoding-unsupported",
                415,
                "The body is compressed",
                "send the body as it is, without `Content-Encoding`",
            ),
            Self::HostUnknown => (
                "host-unknown",
                421,
                "Another host is meant",
                "this service is known under another name; ask it under the name its operator has set",
            ),
            Self::FieldsNotAcceptable => (
                "fields-not-acceptable",
                422,
                "Some fields cannot be accepted",
                "`errors` says which fields and what was expected there",
            ),
            Self::TurnRefused => (
                "turn-refused",
                422,
                "The turn makes no sense where the conversation stands",
                "`commands` and `prompt` of the last reply say what can be done",
            ),
            Self::IdempotencyKeyMalformed => (
                "idempotency-key-malformed",
                400,
                "The idempotency key cannot be read",
                "expected one header `Idempotency-Key` with 1 to 255 visible characters (U+0021 to U+007E)",
            ),
            Self::IdempotencyKeyReused => (
                "idempotency-key-reused",
                422,
                "The idempotency key was used for another request",
                "choose a new key for a new request; the same key is for sending the same request again",
            ),
            Self::TooManyRequests => (
                "too-many-requests",
                429,
                "Too many requests from one address",
                "try again after the number of seconds in `Retry-After`; `RateLimit` says how much is left",
            ),
            Self::TokenTooBusy => (
                "token-too-busy",
                429,
                "Too many requests with one token",
                "try again after the number of seconds in `Retry-After`; `RateLimit` says how much is left",
            ),
            Self::TooManyWrongTokens => (
                "too-many-wrong-tokens",
                429,
                "Too many wrong tokens from one address",
                "try again after the number of seconds in `Retry-After`, with a token that is right",
            ),
            Self::TooManyConnections => (
                "too-many-connections",
                429,
                "Too many connections from one address",
                "close some of them, or send several requests over one",
            ),
            Self::HeadersTooLarge => (
                "headers-too-large",
                431,
                "The headers are too large",
                "send fewer and shorter headers; cookies are headers too",
            ),
            Self::Internal => (
                "internal",
                500,
                "Something went wrong on our side",
                "nothing is wrong with the request; try again later, and name the request id to whoever runs this service",
            ),
            Self::Busy => (
                "busy",
                503,
                "Too many requests at once",
                "try again after the number of seconds in `Retry-After`",
            ),
            Self::Draining => (
                "draining",
                503,
                "The service is about to stop",
                "try again after the number of seconds in `Retry-After`",
            ),
            Self::TokenUnverifiable => (
                "token-unverifiable",
                503,
                "The token cannot be looked up at present",
                "try again after the number of seconds in `Retry-After`",
            ),
            Self::StoreUnavailable => (
                "store-unavailable",
                503,
                "Conversations cannot be kept at present",
                "send the request again after the number of seconds in `Retry-After`, with the same `Idempotency-Key` so that it counts once; what keeps nothing goes on: /api/v1/diagnose, search, articles",
            ),
            Self::StoreFull => (
                "store-full",
                507,
                "There is no room to keep conversations",
                "nothing was kept; whoever runs this service has to make room, then send the request again",
            ),
        }
    }

    /// Stable, in kebab case.
    pub(in crate::web) const fn name(self) -> &'static str {
        self.row().0
    }

    pub(in crate::web) fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().1).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Whether the same request may well succeed in a moment.
    pub(super) const fn passes_soon(self) -> bool {
        matches!(
            self,
            Self::Busy
                | Self::Draining
                | Self::TooManyConnections
                | Self::IdempotencyKeyRunning
                | Self::TokenUnverifiable
                | Self::StoreUnavailable
                | Self::SignInUnavailable
                | Self::StoreFull
        )
    }

    /// What says how to show a token (RFC 6750).
    pub(super) const fn challenge(self) -> Option<&'static str> {
        match self {
            Self::TokenMissing => Some("Bearer realm=\"deskdoc\""),
            Self::TokenRefused => Some("Bearer realm=\"deskdoc\", error=\"invalid_token\""),
            Self::ScopeMissing => Some("Bearer realm=\"deskdoc\", error=\"insufficient_scope\""),
            _ => None,
        }
    }

    pub(in crate::web) const fn title(self) -> &'static str {
        self.row().2
    }

    /// The code for an answer that the framework made by itself.
    pub(in crate::web) fn for_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::TokenMissing,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            408 => Self::TooSlow,
            413 => Self::BodyTooLarge,
            414 => Self::AddressTooLong,
            415 => Self::ContentTypeUnsupported,
            429 => Self::TooManyRequests,
            431 => Self::HeadersTooLarge,
            400..500 => Self::RequestMalformed,
            _ => Self::Internal,
        }
    }
}
