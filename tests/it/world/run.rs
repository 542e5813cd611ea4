//! One run of the program.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// No command of the tests takes longer, also on a slow machine with an unoptimised program.
const LONGEST_RUN: Duration = Duration::from_secs(120);

/// A run that is being prepared. The environment is empty unless a test fills it.
pub struct Deskdoc {
    command: Command,
    input: Option<Vec<u8>>,
}

/// What a run gave.
#[derive(Debug)]
pub struct Run {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// What was answered.
    pub out: String,
    /// What was talked.
    pub err: String,
}

impl Deskdoc {
    pub fn new() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deskdoc"));
        command.env_clear().current_dir("/");
        Self { command, input: None }
    }

    /// A run over the pages of one folder.
    pub fn with_base(folder: &Path) -> Self {
        let mut run = Self::new();
        run.command.arg("--kb").arg(folder);
        run
    }

    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.command.env(name, value.into());
        self
    }

    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// What stands on standard input; without it nothing does.
    pub fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = Some(input.into());
        self
    }

    pub fn output_to(mut self, output: impl Into<Stdio>) -> Self {
        self.command.stdout(output);
        self
    }

    /// Runs to the end, with both outputs captured.
    pub fn run(mut self) -> Run {
        self.command.stdout(Stdio::piped());
        self.finish()
    }

    /// Runs to the end with standard output as it was set.
    pub fn finish(mut self) -> Run {
        self.command.stdin(if self.input.is_some() { Stdio::piped() } else { Stdio::null() });
        let mut child = self.command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let writer = self.input.take().map(|input| write_all(child.stdin.take().unwrap(), input));
        let out = child.stdout.take().map(read_all);
        let err = child.stderr.take().map(read_all);
        let code = wait(&mut child);
        drop(writer.map(JoinHandle::join));
        let text = |reader: Option<JoinHandle<Vec<u8>>>| {
            let bytes = reader.map(|reader| reader.join().unwrap()).unwrap_or_default();
            String::from_utf8(bytes).expect("output is UTF-8")
        };
        Run { code, out: text(out), err: text(err) }
    }
}

impl Run {
    /// The one JSON document on standard output.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }

    /// The JSON documents on standard output, one a line.
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }
}

fn write_all(mut to: impl Write + Send + 'static, bytes: Vec<u8>) -> JoinHandle<()> {
    // A program that does not read to the end is not at fault here: what it answers is looked at elsewhere.
    std::thread::spawn(move || drop(to.write_all(&bytes)))
}

fn read_all(mut from: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).expect("output can be read");
        bytes
    })
}

fn wait(child: &mut Child) -> Option<i32> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if started.elapsed() > LONGEST_RUN {
            drop(child.kill());
            panic!("the program ran longer than {LONGEST_RUN:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
