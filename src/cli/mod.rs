//! The command line: words in, words out, and an exit code that scripts can rely on.
//!
//! What a command answers goes to standard output and nothing else does; talk goes to standard error. Each command
//! is a file; what they decide is decided in `app`.

mod args;
mod ask;
mod batch;
mod chat;
mod check;
mod doctor;
mod eval;
mod failure;
mod hook;
mod input;
mod junit;
mod learn;
mod lint;
mod mcp;
mod new;
mod outbox;
mod output;
mod paint;
mod sarif;
mod search;
mod serve;
mod store;
mod token;
mod tree;
mod veil;
mod waiting;

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use self::args::{Arguments, Command, Common};
use self::failure::Failure;
use self::veil::Veil;
use self::waiting::Waiting;
use crate::app::App;
use crate::config::{self, Config, Given, Secret};
use crate::search::Progress;
use crate::telemetry;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Answered, or nothing wrong.
    Fine = 0,
    /// Something was found: a failed check, a lint error.
    Findings = 1,
    /// The command could not run: usage, unreadable input, output that cannot be written.
    CouldNotRun = 2,
    /// No answer: not recognised, out of scope, no hit.
    DontKnow = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the program with its arguments, the program's name first, and says how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let veil = Veil::of(&arguments);
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => execute(arguments),
        Err(error) => refused(&error, &veil),
    };
    match outcome {
        Ok(exit) => exit.into(),
        // A reader that has seen enough (`| head`) is no failure.
        Err(Failure::ReaderGone) => Exit::Fine.into(),
        Err(failure) => {
            output::complain(&veil.over(&failure.to_string()));
            Exit::CouldNotRun.into()
        }
    }
}

/// Says what is wrong with the arguments, or shows the help that they ask for.
fn refused(error: &clap::Error, veil: &Veil) -> Result<Exit, Failure> {
    let text = error.render();
    if !error.use_stderr() {
        return output::print(&text.ansi().to_string()).map(|()| Exit::Fine);
    }
    // The library's colours cannot be told from those that an argument brings along: its words are taken without.
    let text = veil.over(&text.to_string());
    match text.strip_prefix("error: ") {
        Some(reason) => output::complain(reason.trim_end()),
        None => output::show(text.trim_end()),
    }
    Ok(Exit::CouldNotRun)
}

fn execute(arguments: Arguments) -> Result<Exit, Failure> {
    let Arguments { common, command } = arguments;
    let file = common.config.clone().filter(|file| !file.as_os_str().is_empty());
    let given = given(common, &command)?;
    let read = match &command {
        Command::Doctor(_) => config::told(&given, file.as_deref()),
        _ => Ok(Vec::new()),
    };
    let read = read.and_then(|told| Ok((told, Config::read(given, file.as_deref())?)));
    let (told, config) = read.map_err(|error| match &command {
        Command::Doctor(doctor) => doctor::refused(error.into(), doctor),
        _ => error.into(),
    })?;
    // Talk on standard error is for people; logs are for the server, and for those who ask for them.
    let is_server = matches!(command, Command::Serve(_));
    let mut _collector = None;
    if config.log.is_some() || is_server {
        let collector = config.collector.as_ref().filter(|_| is_server);
        _collector =
            telemetry::start(config.log.as_deref(), config.log_format, collector).map_err(Failure::Usage)?;
    }
    match command {
        Command::Ask(ask) => ask::run(&*opened_for_one_command(&config)?, ask),
        Command::Chat(chat) => chat::run(&*opened_for_one_command(&config)?, &chat),
        Command::Check(check) => check::run(&*opened_for_one_command(&config)?, &check),
        Command::Search(search) => search::run(&*opened_for_one_command(&config)?, search),
        Command::Lint(lint) => lint::run(&config, &lint),
        Command::New(new) => new::run(&config, &new),
        Command::Learn(learn) => learn::run(&config, &learn),
        Command::Eval(eval) => eval::run(&config, &eval),
        Command::Tree(tree) => tree::run(&config, &tree),
        Command::Serve(_) => serve::run(&config),
        Command::Index => index(&config),
        Command::Store(store) => store::run(&config, &store.action),
        Command::Hook(hook) => hook::run(&config, &hook.action),
        Command::Mcp(_) => mcp::run(&config),
        Command::Doctor(doctor) => doctor::run(&config, &told, &doctor),
        Command::Token(token) => token::run(&config, &token.action),
        Command::Outbox(outbox) => outbox::run(&config, &outbox.action),
    }
}

/// Loads the base, and shows how far that has come if it takes long.
fn opened(config: &Config) -> Result<App, Failure> {
    let waiting = Waiting::begin();
    let show = |n_done, n_all| waiting.show(n_done, n_all);
    let app = App::open_with(config, &Progress::new(&show))?;
    drop(waiting);
    if let Some(reason) = &app.snapshot().unkept {
        output::talk(&format!("the search index is in memory only: {reason}"));
    }
    Ok(app)
}

/// The same for a command behind which the program ends. The system takes back what was in use faster than it can be
/// taken apart piece by piece.
fn opened_for_one_command(config: &Config) -> Result<ManuallyDrop<App>, Failure> {
    opened(config).map(ManuallyDrop::new)
}

/// An empty setting, as compose files and service units have them, counts as not given.
fn given(common: Common, command: &Command) -> Result<Given, Failure> {
    let named = |path: &PathBuf| !path.as_os_str().is_empty();
    let serve = command.serve();
    let texts = |texts: Option<&Vec<String>>| {
        texts.into_iter().flatten().filter(|text| !text.trim().is_empty()).cloned().collect()
    };
    let written = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
    let days = written(serve.and_then(|serve| serve.retention_days.as_ref()));
    Ok(Given {
        kb: common.kb.into_iter().filter(named).collect(),
        data: common.data.filter(named),
        listen: written(serve.and_then(|serve| serve.listen.as_ref())),
        database: written(command.database()).map(Secret::from),
        retention_days: days.as_deref().map(config::days).transpose()?,
        log: common.log.filter(|log| !log.is_empty()),
        log_format: common.log_format.filter(|format| !format.is_empty()),
        public_url: written(command.public_url()),
        tls_certificate: serve.and_then(|serve| serve.tls_certificate.clone()).filter(named),
        tls_key: serve.and_then(|serve| serve.tls_key.clone()).filter(named),
        watch: written(serve.and_then(|serve| serve.watch.as_ref())),
        trusted_proxies: texts(serve.map(|serve| &serve.trusted_proxy)),
        metrics_from: texts(serve.map(|serve| &serve.metrics_from)),
        preview: serve.is_some_and(|serve| serve.preview),
        preview_from: texts(serve.map(|serve| &serve.preview_from)),
        without_tokens: serve.is_some_and(|serve| serve.without_tokens),
        limit: texts(serve.map(|serve| &serve.limit)),
        otlp_endpoint: written(serve.and_then(|serve| serve.otlp_endpoint.as_ref())).map(Secret::from),
        ..Given::default()
    })
}

fn index(config: &Config) -> Result<Exit, Failure> {
    let Some(data) = &config.library.data else {
        let message = "`index` needs a folder to keep the index in: add `--data DIR`";
        return Err(Failure::Usage(message.to_owned()));
    };
    let app = opened(config)?;
    let snapshot = app.snapshot();
    if snapshot.unkept.is_some() {
        return Err(Failure::Usage(
            "the index was not kept; name another folder with `--data DIR`".to_owned(),
        ));
    }
    output::talk(&format!("the index of {} pages stands in {}", snapshot.base.pages().len(), data.display()));
    Ok(Exit::Fine)
}
