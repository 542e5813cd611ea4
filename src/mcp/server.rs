//! What the protocol asks for, answered one request at a time and away from the thread that reads the next one.

use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CustomRequest, CustomResult, ErrorCode, ErrorData,
    Implementation, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult,
    PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult,
    ResourceContents, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use tokio::sync::Semaphore;

use super::citing::Citations;
use super::{answering, resources, telling, tools};
use crate::app::App;
use crate::facts::without_secrets;

/// How many calls are worked on at a time. One person sits before an assistant, so this is plenty.
const MOST_AT_A_TIME: usize = 4;

/// The calls that are answered here.
const KNOWN: [&str; 5] =
    ["tools/list", "tools/call", "resources/list", "resources/read", "resources/templates/list"];

/// Answers the client of an assistant.
pub(super) struct Assistants {
    shared: Arc<Shared>,
    places: Semaphore,
}

struct Shared {
    app: App,
    citations: Citations,
}

impl Assistants {
    pub(super) fn new(app: App, public_url: Option<crate::config::PublicUrl>) -> Self {
        let shared = Shared { app, citations: Citations::new(public_url) };
        Self { shared: Arc::new(shared), places: Semaphore::new(MOST_AT_A_TIME) }
    }

    /// Carries out what keeps a processor busy. A mistake of the program in it is not the end of the conversation.
    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Shared) -> T + Send + 'static,
    ) -> Result<T, String> {
        let place = self.places.acquire().await.map_err(|error| answering::broken(&error))?;
        let shared = Arc::clone(&self.shared);
        let outcome = tokio::task::spawn_blocking(move || job(&shared)).await;
        drop(place);
        outcome.map_err(|_| answering::broken(&"a call of a tool broke off"))
    }
}

fn broken(words: String) -> ErrorData {
    ErrorData::internal_error(words, None)
}

impl ServerHandler for Assistants {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        let name = self.shared.app.snapshot().base.settings().name.clone();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("deskdoc", env!("CARGO_PKG_VERSION")).with_title("deskdoc"))
            .with_instructions(tools::instructions(&name))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::all()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let CallToolRequestParams { name, arguments, .. } = request;
        let answer =
            self.work(move |shared| answering::call(&shared.app, &shared.citations, &name, arguments));
        match answer.await {
            Ok(Some(answer)) => Ok(answer.into()),
            Ok(None) => {
                let names: Vec<String> = tools::all().iter().map(|tool| format!("`{}`", tool.name)).collect();
                let words = format!("there is no tool of this name; expected {}", names.join(", "));
                Err(ErrorData::invalid_params(words, None))
            }
            Err(words) => Ok(answering::refused(words).into()),
        }
    }

    /// What looks like a call of ours has parameters of another form; all else is not known here.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        if !KNOWN.contains(&request.method.as_str()) {
            let method = without_secrets(&request.method).text.into_owned();
            return Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, method, None));
        }
        let words = "expected `params` to be an object, with `arguments` as an object where a tool is called";
        Err(ErrorData::invalid_params(words, None))
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor);
        let base = &self.shared.app.snapshot().base;
        resources::listed(base, cursor.as_deref()).map_err(|words| ErrorData::invalid_params(words, None))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(vec![resources::template()]))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let uri = request.uri;
        let told = self.work(move |shared| {
            let snapshot = shared.app.snapshot();
            let told = resources::article(&snapshot.base, &uri, None)?;
            Ok::<_, String>(ResourceContents::text(telling::article(&shared.citations, &told), uri))
        });
        let contents =
            told.await.map_err(broken)?.map_err(|words| ErrorData::resource_not_found(words, None))?;
        Ok(ReadResourceResult::new(vec![contents]).into())
    }
}
