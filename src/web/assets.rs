//! Style sheets, scripts and icons, embedded and served under names that carry their hash: what a browser has once
//! fetched it never asks for again, and a new version has a new name.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use super::problem::{Code, Failure};

#[derive(RustEmbed)]
#[folder = "templates/assets/"]
struct Files;

/// One asset, ready to be sent.
struct Asset {
    name: String,
    href: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

static ALL: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let read = |name: std::borrow::Cow<'static, str>| {
        let file = Files::get(&name)?;
        let hash: String =
            file.metadata.sha256_hash().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let (stem, ending) = name.rsplit_once('.')?;
        let kind = content_type(ending)?;
        let href = format!("/assets/{stem}-{hash}.{ending}");
        Some(Asset { href, kind, bytes: file.data.into_owned(), name: name.into_owned() })
    };
    Files::iter().filter_map(read).collect()
});

/// Changes whenever any asset changes: pages name assets, so a page is new when they are.
static FINGERPRINT: LazyLock<String> = LazyLock::new(|| {
    let mut hrefs: Vec<&str> = ALL.iter().map(|asset| asset.href.as_str()).collect();
    hrefs.sort_unstable();
    let sum = hrefs
        .join(" ")
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{sum:016x}")
});

/// Where an asset is fetched, for templates.
pub(super) fn href(name: &str) -> &'static str {
    ALL.iter().find(|asset| asset.name == name).map_or("", |asset| asset.href.as_str())
}

/// A short text that changes with every change of an asset.
pub(super) fn fingerprint() -> &'static str {
    &FINGERPRINT
}

/// `GET /assets/{name}`
pub(super) async fn send(request: HttpRequest) -> Result<HttpResponse, Failure> {
    let asset = ALL.iter().find(|asset| asset.href == request.path());
    let asset = asset.ok_or_else(|| Failure::of(Code::NotFound))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, asset.kind))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.bytes.as_slice()))
}

fn content_type(ending: &str) -> Option<&'static str> {
    match ending {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}
