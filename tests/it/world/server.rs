//! A server of its own for a test, or one that tests share.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};

/// Starts the program and ends it when the pipe to the tests closes: also when they are killed.
const KEEPER: &str = r#""$@" </dev/null & pid=$!; cat >/dev/null; kill "$pid" 2>/dev/null; wait "$pid""#;

/// A running server. It ends with the value.
pub struct Server {
    keeper: Child,
    address: String,
}

impl Server {
    /// A server over the pages of a folder; `None` = the built-in base.
    pub fn start(base: Option<&Path>) -> Self {
        Self::launch(base, &["--log", "warn"], &[], &[], Stdio::null())
    }

    /// A server over the small base with further arguments of `serve`.
    pub fn with(arguments: &[&str]) -> Self {
        Self::launch(Some(&super::small_base()), &["--log", "warn"], arguments, &[], Stdio::null())
    }

    /// A server over the small base with something in its environment.
    pub fn in_environment(environment: &[(&str, &str)]) -> Self {
        Self::launch(Some(&super::small_base()), &["--log", "warn"], &[], environment, Stdio::null())
    }

    /// A server over the pages of a folder with something in its environment.
    pub fn over_in_environment(base: &Path, environment: &[(&str, &str)]) -> Self {
        Self::launch(Some(base), &["--log", "warn"], &[], environment, Stdio::null())
    }

    /// A server over the pages of a folder with arguments in front of and behind `serve`.
    pub fn over(base: &Path, common: &[&str], arguments: &[&str]) -> Self {
        Self::launch(Some(base), &[&["--log", "warn"], common].concat(), arguments, &[], Stdio::null())
    }

    /// The same with further arguments in front of `serve`, and its log in a file.
    pub fn logging(common: &[&str], arguments: &[&str], log: &Path) -> Self {
        let log = std::fs::File::create(log).expect("the log can be written");
        Self::launch(Some(&super::small_base()), common, arguments, &[], log.into())
    }

    /// A server over the small base on a port of one's choice, with a settings file.
    pub fn settled(port: u16, settings: &Path) -> Self {
        let listen = format!("127.0.0.1:{port}");
        let settings = settings.display().to_string();
        let common = ["--log", "warn", "--config", &settings];
        Self::launch(Some(&super::small_base()), &common, &["--listen", &listen], &[], Stdio::null())
    }

    fn launch(
        base: Option<&Path>,
        common: &[&str],
        arguments: &[&str],
        environment: &[(&str, &str)],
        log: Stdio,
    ) -> Self {
        super::make_clients_possible();
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "keeper", env!("CARGO_BIN_EXE_deskdoc")]);
        if let Some(base) = base {
            command.arg("--kb").arg(base);
        }
        let anywhere: &[&str] =
            if arguments.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] };
        command.args(common).arg("serve").args(anywhere).args(arguments);
        command.env_clear().env("PATH", "/usr/bin:/bin").envs(environment.iter().copied()).current_dir("/");
        let mut keeper =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn().expect("sh starts");
        let mut first = String::new();
        let output = keeper.stdout.as_mut().unwrap();
        BufReader::new(output).read_line(&mut first).expect("the server says where it listens");
        let said = first.trim_end().rsplit_once("listening on ").and_then(|(_, url)| url.split_once("://"));
        let address = said.map(|(_, address)| address.to_owned());
        let address = address.unwrap_or_else(|| panic!("no address in the first line: {first:?}"));
        Self { keeper, address }
    }

    /// A server with the small base that tests running at the same time share. It ends with the last of them.
    pub fn shared() -> Arc<Self> {
        static CURRENT: Mutex<Weak<Server>> = Mutex::new(Weak::new());
        let mut current = CURRENT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(server) = current.upgrade() {
            return server;
        }
        let server = Arc::new(Self::start(Some(&super::small_base())));
        *current = Arc::downgrade(&server);
        server
    }

    /// Sends the server a signal, by its name.
    pub fn signal(&self, name: &str) {
        let children = format!("/proc/{0}/task/{0}/children", self.keeper.id());
        let children = std::fs::read_to_string(children).expect("the system tells of children");
        // The first child of the keeper is the server, the second one waits with it.
        let server = children.split_whitespace().next().expect("the server runs");
        let sent = Command::new("kill").args([&format!("-{name}"), server]).status().unwrap();
        assert!(sent.success());
    }

    /// `http://127.0.0.1:PORT` with a path behind it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        drop(self.keeper.wait());
    }
}
