//! The server: pages for people, an API for programs.
//!
//! Translates: an address and a form or a JSON body in, one use case of [`App`], a page or JSON out. What is wrong
//! with a request ends in `problem`, as a problem document or as a page that leads on. Knows nothing of ranking,
//! folders or the terminal. Start at `routes`, where all addresses stand on one screen.

mod api;
mod assets;
mod connection;
mod conversations;
mod examine;
mod feedback;
mod guard;
mod hangup;
mod insights;
mod multipart;
mod openapi;
mod pages;
mod person;
mod problem;
mod query;
mod recent;
mod routes;
mod service;
mod sign_in;
mod stop;
#[cfg(test)]
mod tests;
mod tls;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, KeepAlive, Request};
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::Error;
use actix_web::dev::AppConfig;
use actix_web::web::Data;
use tokio::net::TcpStream;

use self::connection::gate::Gate;
use self::connection::{Connection, Course};
pub(crate) use self::examine::examine;
use self::service::Service;
use self::sign_in::SignIn;
use self::tls::Tls;
use crate::app::App;
use crate::config;

/// How many connections may wait to be taken up.
const BACKLOG: i32 = 4096;
/// How long what is left of a refused body is listened to, so that the answer reaches whoever still sends.
const LINGER: Duration = Duration::from_secs(1);
/// How long begun work may go on after the signal to stop, in seconds; the promise is 10 for everything.
const LAST_WORK: u64 = 8;
/// How many recognitions and searches one worker carries out side by side; they keep a processor busy, so that
/// more threads would only make each of them slower.
const JOBS_PER_WORKER: usize = 2;

/// How long to wait before the store is asked for the key of sessions again.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is not to be had.
    #[error("cannot listen on {address}: {reason}")]
    Address {
        /// Which address.
        address: SocketAddr,
        /// What keeps it, and what to do.
        reason: String,
    },
    /// Certificate and key cannot be used.
    #[error("TLS: {0}")]
    Tls(String),
    /// Nobody could sign in.
    #[error("sign-in cannot be set up: {0}")]
    SignIn(String),
}

/// A server that listens and has not begun to answer.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    settings: config::Web,
    tls: Option<Arc<Tls>>,
    sign_in: Option<SignIn>,
    app: App,
}

impl Server {
    /// Looks at the files that TLS needs, so that a mistake in them is told before anything else is begun.
    ///
    /// # Errors
    /// [`StartError::Tls`] if they do not make it.
    pub fn check_files(settings: &config::Web) -> Result<(), StartError> {
        settings.tls.as_ref().map_or(Ok(()), |files| Tls::of(files).map(drop).map_err(StartError::Tls))
    }

    /// Takes the address.
    ///
    /// # Errors
    /// [`StartError`] if it is taken or forbidden, or TLS is wanted with files that do not make it.
    pub fn bind(settings: &config::Web, app: App) -> Result<Self, StartError> {
        let refused =
            |error: io::Error| StartError::Address { address: settings.listen, reason: reason(&error) };
        let tls = settings.tls.as_ref().map(Tls::of).transpose().map_err(StartError::Tls)?;
        let sign_in = SignIn::of(settings).map_err(StartError::SignIn)?;
        let listener = TcpListener::bind(settings.listen).map_err(refused)?;
        // The standard library lets 128 wait; more than that may knock in the same moment.
        rustix::net::listen(&listener, BACKLOG).map_err(|error| refused(error.into()))?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Self { listener, address, settings: settings.clone(), tls: tls.map(Arc::new), sign_in, app })
    }

    /// Answers until the process is told to stop (SIGTERM, SIGINT), then finishes what was begun. `announce` is
    /// called once the signals are listened for: who stops the server right after it was announced stops it gently.
    ///
    /// # Errors
    /// [`std::io::Error`] if the system fails under the server.
    pub fn run(self, announce: impl FnOnce(SocketAddr)) -> io::Result<()> {
        let most = connection::make_room(self.settings.limits.connections);
        let service = Data::new(Service::new(self.settings, self.tls, self.sign_in, self.app));
        let gate = Gate::new(&service.settings, service.tls.clone(), Arc::clone(&service.closing), most);
        let gate = Arc::new(gate);
        actix_web::rt::System::new().block_on(async move {
            let stop = stop::signal(service.clone())?;
            hangup::listen(service.clone())?;
            service.tls.iter().for_each(Tls::watch);
            share_keys(service.clone()).await;
            announce(self.address);
            let server = actix_server::Server::build()
                .shutdown_timeout(LAST_WORK)
                .worker_max_blocking_threads(JOBS_PER_WORKER)
                .shutdown_signal(stop);
            let connections = move || connections(Arc::clone(&gate), service.clone());
            server.listen("deskdoc", self.listener, connections)?.run().await
        })
    }
}

/// Lets all servers on one store sign sessions with the same key. While the store cannot be used this one signs with a
/// key of its own, and asks again.
async fn share_keys(service: Data<Service>) {
    let is_shared = match &service.sign_in {
        Some(sign_in) => sign_in.keys.share(&service.app).await,
        None => true,
    };
    if is_shared {
        return;
    }
    tracing::warn!("sessions end with this process as long as the store cannot be used");
    actix_web::rt::spawn(async move {
        let Some(sign_in) = &service.sign_in else { return };
        while !sign_in.keys.share(&service.app).await {
            tokio::time::sleep(ASK_AGAIN).await;
        }
    });
}

/// What each worker makes of connections. The framework's own server does the same, but its connections know no
/// end of patience and answer what is no request with a bare status.
fn connections(
    gate: Arc<Gate>,
    service: Data<Service>,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = DispatchError, InitError = ()> {
    let app = routes::app(service).into_factory().map_err(|error: Error| error.error_response());
    let requests = HttpService::build()
        // How long a connection is kept is up to the connection, also when the process is about to end: the framework
        // would hang up on heads that are half here.
        .keep_alive(KeepAlive::Os)
        .client_request_timeout(Duration::ZERO)
        .client_disconnect_timeout(LINGER)
        // The word to go on is passed on where the body is read: who is refused hears nothing but that.
        .expect(fn_service(async |request: Request| {
            request.conn_data::<Rc<Course>>().inspect(|course| course.continue_comes());
            Ok::<_, actix_http::Error>(request)
        }))
        .on_connect_ext(|connection: &Connection, data| {
            data.insert(Rc::clone(connection.course()));
        })
        .h1(map_config(app, |()| AppConfig::default()));
    fn_service(move |stream: TcpStream| {
        let gate = Arc::clone(&gate);
        async move {
            let peer = stream.peer_addr().ok();
            match gate.admit(stream).await {
                Some(connection) => Ok((connection, peer)),
                None => Err(DispatchError::Io(io::ErrorKind::ConnectionRefused.into())),
            }
        }
    })
    .and_then(requests)
}

/// What the system said, in words that lead on.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there already; stop it, or choose another port".to_owned()
        }
        io::ErrorKind::PermissionDenied => {
            "the permission is missing; ports below 1024 are for administrators, choose another".to_owned()
        }
        io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        _ => error.to_string(),
    }
}
