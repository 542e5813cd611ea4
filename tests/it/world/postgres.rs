//! A PostgreSQL server of its own, on a free port of this machine, in a folder that vanishes with it.
//!
//! Without PostgreSQL the tests that need it say aloud that they were left out; with
//! `DESKDOC_TEST_POSTGRES=required`, as `scripts/test` sets it, they fail instead.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::Folder;

/// Runs the server and ends it when the pipe to the tests closes: also when they are killed. SIGQUIT ends it without
/// waiting for anybody, SIGCONT wakes it if a test has put it to sleep.
const KEEPER: &str = r#""$@" </dev/null & pid=$!; cat >/dev/null; kill -CONT "$pid"; kill -QUIT "$pid" 2>/dev/null; wait "$pid""#;
/// A server needs less, also on a slow machine.
const LONGEST_START: Duration = Duration::from_secs(60);
/// The one user of the server; it trusts whoever is on this machine.
const USER: &str = "deskdoc";

/// A running server. It ends with the value.
pub struct Postgres {
    programs: Programs,
    folder: Folder,
    port: u16,
    keeper: Mutex<Option<Child>>,
    n_databases: AtomicU32,
}

impl Postgres {
    /// A server that tests running at the same time share; `None` if PostgreSQL is missing and need not be there.
    pub fn shared() -> Option<Arc<Self>> {
        static CURRENT: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
        let mut current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = current.upgrade() {
            return Some(server);
        }
        let server = Arc::new(Self::start()?);
        *current = Arc::downgrade(&server);
        Some(server)
    }

    /// A server for one test, which may stop it.
    pub fn start() -> Option<Self> {
        let programs = Programs::find()?;
        let folder = Folder::new();
        if let Some((user, group)) = programs.as_user {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let made = programs
            .command("initdb")
            .args(["--username", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let port = free_port();
        let server =
            Self { programs, folder, port, keeper: Mutex::new(None), n_databases: AtomicU32::new(0) };
        server.go();
        Some(server)
    }

    /// Starts a server that was stopped.
    pub fn go(&self) {
        let program = self.programs.folder.join("postgres");
        let mut command = self.programs.in_shell(KEEPER);
        command.arg(program).arg("-D").arg(self.folder.path().join("data"));
        command.args(["-p", &self.port.to_string()]);
        // A server of the tests has nothing to lose in a power cut.
        for setting in
            ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=100"]
        {
            command.args(["-c", setting]);
        }
        let keeper = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        *self.keeper.lock().unwrap() = Some(keeper.expect("sh starts"));
        self.wait_until("accepts connections", || {
            let mut asked = self.programs.command("pg_isready");
            asked
                .args(["-q", "-h", "127.0.0.1", "-p"])
                .arg(self.port.to_string())
                .status()
                .is_ok_and(|status| status.success())
        });
    }

    /// Stops the server.
    pub fn stop(&self) {
        if let Some(mut keeper) = self.keeper.lock().unwrap_or_else(PoisonError::into_inner).take() {
            drop(keeper.stdin.take());
            drop(keeper.wait());
        }
        self.wait_until("is gone", || TcpStream::connect(("127.0.0.1", self.port)).is_err());
    }

    /// Puts all of the server to sleep, or wakes it: it holds its connections and does nothing.
    pub fn freeze(&self, is_frozen: bool) {
        let text = std::fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap();
        let main = text.lines().next().unwrap().to_owned();
        let signal = if is_frozen { "-STOP" } else { "-CONT" };
        let send =
            |to: Vec<String>| assert!(Command::new("kill").arg(signal).args(to).status().unwrap().success());
        // Put to sleep first, woken last: so that meanwhile the main process neither starts others nor ends them.
        if is_frozen {
            send(vec![main.clone()]);
        }
        send(children(&main));
        if !is_frozen {
            send(vec![main]);
        }
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> String {
        let name = format!("test{}", self.n_databases.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    /// The address of a database.
    pub fn address(&self, name: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs statements in a database, and gives what they answer.
    pub fn psql(&self, database: &str, statements: &str) -> String {
        let mut command = self.programs.command("psql");
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statements]);
        self.run(command.arg(self.address(database)))
    }

    /// Begins a transaction in a database, runs a statement in it, and leaves it open.
    pub fn begin(&self, database: &str, statement: &str) -> OpenTransaction {
        let mut command = self.programs.command("psql");
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]).arg(self.address(database));
        let mut psql = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("psql starts");
        writeln!(psql.stdin.as_mut().unwrap(), "BEGIN; {statement}; SELECT 'done';").unwrap();
        let mut answer = String::new();
        BufReader::new(psql.stdout.as_mut().unwrap()).read_line(&mut answer).unwrap();
        assert_eq!(answer, "done\n");
        OpenTransaction(psql)
    }

    /// Runs one of PostgreSQL's programs.
    pub fn tool(&self, name: &str) -> Command {
        self.programs.command(name)
    }

    /// Runs a program to its end; it must succeed.
    pub fn run(&self, command: &mut Command) -> String {
        let run = command.output().unwrap();
        assert!(run.status.success(), "{command:?}: {}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).unwrap()
    }

    fn wait_until(&self, what: &str, is_so: impl Fn() -> bool) {
        let started = Instant::now();
        while !is_so() {
            assert!(started.elapsed() < LONGEST_START, "the PostgreSQL server never {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A transaction of somebody else. It is undone with the value.
pub struct OpenTransaction(Child);

impl OpenTransaction {
    pub fn roll_back(mut self) {
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Where the programs of PostgreSQL are, and who may run them.
struct Programs {
    folder: PathBuf,
    /// The server refuses to be run by root; then it is run by somebody else.
    as_user: Option<(u32, u32)>,
}

impl Programs {
    /// # Panics
    /// If PostgreSQL is missing although `DESKDOC_TEST_POSTGRES=required` is set.
    fn find() -> Option<Self> {
        if let Some(folder) = folders().into_iter().find(|folder| folder.join("initdb").is_file()) {
            let as_user = (number(&["-u"]) == Some(0)).then(somebody);
            return Some(Self { folder, as_user });
        }
        let required = std::env::var_os("DESKDOC_TEST_POSTGRES").is_some_and(|value| value == "required");
        assert!(!required, "PostgreSQL is missing; scripts/test installs it");
        // Written past the capture of the test harness: what was not tested should not go unnoticed.
        let words = b"\nLEFT OUT: a test with PostgreSQL, because it is missing; scripts/test installs it\n";
        drop(std::io::stderr().write_all(words));
        None
    }

    fn command(&self, name: &str) -> Command {
        self.by_user(Command::new(self.folder.join(name)))
    }

    fn in_shell(&self, script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script, "keeper"]);
        self.by_user(command)
    }

    fn by_user(&self, mut command: Command) -> Command {
        if let Some((user, group)) = self.as_user {
            command.uid(user).gid(group);
        }
        command.current_dir("/");
        command
    }
}

/// Debian keeps most of PostgreSQL's programs out of the path.
fn folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    folders
}

/// The user that Debian makes for PostgreSQL, else nobody.
fn somebody() -> (u32, u32) {
    let of = |name: &str| Some((number(&["-u", name])?, number(&["-g", name])?));
    of("postgres").or_else(|| of("nobody")).expect("there is a user `nobody`")
}

/// The processes that a process has started.
fn children(parent: &str) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers = processes.filter_map(|process| process.file_name().into_string().ok());
    let is_child = |number: &String| {
        let line = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        let behind_name = line.rsplit_once(')').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        behind_name.split_whitespace().nth(1) == Some(parent)
    };
    numbers.filter(is_child).collect()
}

fn number(arguments: &[&str]) -> Option<u32> {
    let run = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8_lossy(&run.stdout).trim().parse().ok()
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
