//! Style sheets, scripts and icons, embedded and served under names that carry their hash: what a browser has once
//! fetched it never asks for again, and a new version has a new name. Swagger UI, which draws the API's description,
//! comes from a package and is served the same way.

use std::sync::{Arc, LazyLock};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use sha2::{Digest, Sha256};

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
    let own = Files::iter().filter_map(|name| Asset::new(&name, Files::get(&name)?.data.into_owned()));
    own.chain(SWAGGER_UI.into_iter().filter_map(swagger_ui)).collect()
});

/// The files of Swagger UI that the page about the API needs.
const SWAGGER_UI: [&str; 2] = ["swagger-ui.css", "swagger-ui-bundle.js"];

impl Asset {
    fn new(name: &str, bytes: Vec<u8>) -> Option<Self> {
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let (stem, ending) = name.rsplit_once('.')?;
        let kind = content_type(ending)?;
        let href = format!("/assets/{stem}-{hash}.{ending}");
        Some(Self { href, kind, bytes, name: name.to_owned() })
    }
}

fn swagger_ui(name: &str) -> Option<Asset> {
    let settings = Arc::new(utoipa_swagger_ui::Config::from("/api/openapi.json"));
    let bytes = utoipa_swagger_ui::serve(name, settings).ok()??.bytes.into_owned();
    if !name.ends_with(".css") {
        return Asset::new(name, bytes);
    }
    Asset::new(name, without_inline_pictures(&String::from_utf8(bytes).ok()?).into_bytes())
}

/// A style sheet without the pictures that are written into it: our policy lets pictures come from addresses only.
fn without_inline_pictures(sheet: &str) -> String {
    let mut without = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, behind)) = rest.split_once("url(") {
        without.push_str(before);
        let quoted = behind.strip_prefix(['"', '\'']).filter(|inside| inside.starts_with("data:"));
        let end = match quoted {
            Some(_) if behind.starts_with('"') => "\")",
            Some(_) => "')",
            None => ")",
        };
        match behind.split_once(end) {
            Some((_, after)) if quoted.is_some() || behind.starts_with("data:") => {
                without.push_str("none");
                rest = after;
            }
            _ => {
                without.push_str("url(");
                rest = behind;
            }
        }
    }
    without + rest
}

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
