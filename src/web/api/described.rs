//! Parameters that several calls have, described once for the API's description. What is sent is read elsewhere.
#![expect(dead_code, reason = "the fields are there to be described; handlers read the request itself")]

use utoipa::IntoParams;

/// A request that may be sent again.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(super) struct IdempotencyKey {
    /// Kept for a day: the same request with the same key and token gets the same answer and has its effect once
    #[param(
        rename = "Idempotency-Key",
        min_length = 1,
        max_length = 255,
        pattern = r"^[!-~]+$",
        nullable = false
    )]
    key: Option<String>,
}

/// An answer that need not be sent again.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(super) struct KnownState {
    /// The `ETag` of an earlier answer
    #[param(rename = "If-None-Match", nullable = false, example = "W/\"3-5-2f25a453\"")]
    tag: Option<String>,
}

/// A conversation.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct ConversationId {
    /// The conversation's id
    #[param(example = "5f0c1e6b0a7d4c0f9b1d2e3f4a5b6c7d")]
    id: String,
}

/// How many causes a reply lists.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MostCauses {
    /// How many causes the reply lists at most; 5 unless given
    #[param(minimum = 1, maximum = 100, nullable = false, example = 5)]
    limit: Option<usize>,
}
