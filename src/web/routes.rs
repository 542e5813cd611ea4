//! Every address of the service on one screen.
//!
//! The API's handlers name their addresses themselves, because the API's description is made from them; pages are
//! wired here. [`ADDRESSES`] says what each address answers: whatever falls through a handler ends there with 405.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, Error};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig as DescribedConfig;

use super::problem::{Code, Failure};
use super::service::Service;
use super::{api, assets, guard, openapi, pages};

const READ: &str = "GET, HEAD";

/// Every address with the methods it answers.
pub(super) const ADDRESSES: &[(&str, &str)] = &[
    ("/", "GET, HEAD, POST"),
    ("/c/{id}", "GET, HEAD, POST"),
    ("/c/{id}/note", READ),
    ("/search", READ),
    ("/articles/{path:.*}", READ),
    ("/pictures/{path:.*}", READ),
    ("/symptoms", READ),
    ("/symptoms/{id}", READ),
    ("/symptoms/{id}/tree", READ),
    ("/feedback", "POST"),
    ("/feedback/thanks", READ),
    ("/insights", READ),
    ("/insights.csv", READ),
    ("/insights/page", READ),
    ("/insights/page.md", READ),
    ("/suggestions", "POST"),
    ("/help", READ),
    ("/preview", READ),
    ("/preview/try", READ),
    ("/preview/state", READ),
    ("/preview/pages/{path:.*}", READ),
    ("/sign-in", READ),
    ("/sign-in/callback", READ),
    ("/sign-out", "POST"),
    ("/signed-out", READ),
    ("/assets/{name}", READ),
    ("/api/v1/diagnose", "POST"),
    ("/api/v1/checks", "POST"),
    ("/api/v1/conversations", "POST"),
    ("/api/v1/conversations/{id}", READ),
    ("/api/v1/conversations/{id}/turns", "POST"),
    ("/api/v1/conversations/{id}/note", READ),
    ("/api/v1/feedback", "POST"),
    ("/api/v1/hooks/{name}", "POST"),
    ("/api/v1/hooks/{name}/{secret}", "POST"),
    ("/api/v1/insights", READ),
    ("/api/v1/search", READ),
    ("/api/v1/articles/{path:.*}", READ),
    ("/api/v1/symptoms", READ),
    ("/api/v1/symptoms/{id}/tree", READ),
    ("/api/v1/reload", "POST"),
    ("/api/openapi.json", READ),
    ("/api/docs", READ),
    ("/healthz", READ),
    ("/readyz", READ),
    ("/metrics", READ),
];

/// The address of the table that a pattern of the framework stands for.
pub(super) fn template(pattern: &str) -> Option<&'static str> {
    ADDRESSES.iter().map(|(address, _)| *address).find(|address| *address == pattern)
}

/// What programs call, with its description.
pub(super) fn api(config: &mut DescribedConfig<'_>) {
    config
        .service(api::diagnose::diagnose)
        .service(api::checks::checks)
        .service(api::conversations::open_conversation)
        .service(api::conversations::conversation)
        .service(api::conversations::take_turn)
        .service(api::conversations::case_note)
        .service(api::feedback::feedback)
        .service(api::hooks::take_delivery)
        .service(api::hooks::take_delivery_by_path)
        .service(api::insights::insights)
        .service(api::search::search)
        .service(api::articles::article)
        .service(api::symptoms::symptoms)
        .service(api::trees::tree)
        .service(api::reload::reload)
        .service(api::health::healthz)
        .service(api::health::readyz)
        .service(api::metrics::metrics);
}

/// What people see under an address without a variable part, and the articles: they are looked through first, for a
/// request is compared with one pattern after the other, and to compare it with text takes next to nothing.
fn plain_pages(config: &mut ServiceConfig) {
    config
        .route("/", web::get().to(pages::home::show))
        .route("/", web::post().to(pages::home::begin))
        .route("/search", web::get().to(pages::search::show))
        .route("/symptoms", web::get().to(pages::symptoms::list))
        .route("/feedback", web::post().to(pages::feedback::keep_form))
        .route("/feedback/thanks", web::get().to(pages::feedback::thanks))
        .route("/insights", web::get().to(pages::insights::show))
        .route("/insights.csv", web::get().to(pages::insights::csv))
        .route("/insights/page", web::get().to(pages::insights::show_stub))
        .route("/insights/page.md", web::get().to(pages::insights::download))
        .route("/suggestions", web::post().to(pages::suggestions::show))
        .route("/help", web::get().to(pages::help::show))
        .route("/preview", web::get().to(pages::preview::overview::show))
        .route("/preview/try", web::get().to(pages::preview::trying::show))
        .route("/preview/state", web::get().to(pages::preview::state::wait))
        .route("/sign-in", web::get().to(pages::sign_in::begin))
        .route("/sign-in/callback", web::get().to(pages::sign_in::finish))
        .route("/sign-out", web::post().to(pages::sign_in::out))
        .route("/signed-out", web::get().to(pages::sign_in::bye))
        .route("/api/docs", web::get().to(pages::api_docs::show))
        .route("/api/openapi.json", web::get().to(openapi::send))
        .route("/articles/{path:.*}", web::get().to(pages::article::show));
}

/// What people see beside.
fn pages(config: &mut ServiceConfig) {
    config
        .route("/c/{id}", web::get().to(pages::conversation::show))
        .route("/c/{id}", web::post().to(pages::conversation::turn))
        .route("/c/{id}/note", web::get().to(pages::conversation::note))
        .route("/pictures/{path:.*}", web::get().to(pages::picture::show))
        .route("/symptoms/{id}", web::get().to(pages::symptoms::one))
        .route("/symptoms/{id}/tree", web::get().to(pages::tree::show))
        .route("/preview/pages/{path:.*}", web::get().to(pages::preview::page::show))
        .route("/assets/{name}", web::get().to(assets::send));
}

/// Whatever is left: a wrong method at a known address, or an unknown address.
fn rest(config: &mut ServiceConfig) {
    for (address, allow) in ADDRESSES {
        let refuse = move || async move { Err::<String, Failure>(Failure::method(allow)) };
        config.service(web::resource(*address).to(refuse));
    }
    config.default_service(web::to(|| async { Err::<String, Failure>(Failure::of(Code::NotFound)) }));
}

/// The whole service, as each worker runs it.
pub(super) fn app(
    service: Data<Service>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .configure(plain_pages)
        .into_utoipa_app()
        .app_data(service)
        .configure(api)
        .into_app()
        .configure(pages)
        .configure(rest)
        .wrap(Compress::default())
        .wrap(from_fn(guard::watch))
}
