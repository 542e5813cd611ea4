//! A client of the Model Context Protocol: a line out, a line in.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

pub struct Client {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    n_asked: u64,
}

/// What a client says first.
pub fn initialize() -> Value {
    let params = json!({
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"}
    });
    json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params})
}

impl Client {
    /// Starts the program over a base.
    pub fn of(base: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deskdoc"));
        command.env_clear().current_dir("/").arg("--kb").arg(base).arg("mcp").args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, to, from, n_asked: 1 }
    }

    /// Says hello and gives what the program says of itself.
    pub fn initialized(&mut self) -> Value {
        self.write_line(&initialize().to_string());
        let answer = self.read_line();
        self.write_line(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string());
        answer["result"].clone()
    }

    /// Asks something that is answered.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.exchange(method, &params);
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Asks something that is refused, and gives the error.
    pub fn refused(&mut self, method: &str, params: Value) -> Value {
        let answer = self.exchange(method, &params);
        assert!(answer["result"].is_null(), "{method}: {answer}");
        answer["error"].clone()
    }

    /// Calls a tool.
    pub fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({"name": tool, "arguments": arguments}))
    }

    pub fn write_line(&mut self, line: &str) {
        writeln!(self.to.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Says something without ending the line, closes its end, and gives the answer.
    pub fn last_words(mut self, words: &str) -> Value {
        write!(self.to.as_mut().unwrap(), "{words}").unwrap();
        drop(self.to.take());
        let answer = self.read_line();
        self.child.wait().unwrap();
        answer
    }

    /// Calls a tool many times, closes its end, reads nothing for a while, and counts the answers.
    pub fn call_and_read_late(mut self, tool: &str, arguments: &Value, n: usize, late: Duration) -> usize {
        for id in 0..n {
            let params = json!({"name": tool, "arguments": arguments});
            let call = json!({"jsonrpc": "2.0", "id": 1000 + id, "method": "tools/call", "params": params});
            self.write_line(&call.to_string());
        }
        drop(self.to.take());
        std::thread::sleep(late);
        let answers = (&mut self.from).lines().count();
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        answers
    }

    /// Closes its end; the exit code of the program.
    pub fn end(mut self) -> Option<i32> {
        drop(self.to.take());
        self.child.wait().unwrap().code()
    }

    fn exchange(&mut self, method: &str, params: &Value) -> Value {
        self.n_asked += 1;
        let id = self.n_asked;
        self.write_line(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        let answer = self.read_line();
        assert_eq!(answer["id"], id, "{answer}");
        answer
    }

    fn read_line(&mut self) -> Value {
        let mut line = String::new();
        assert!(self.from.read_line(&mut line).unwrap() > 0, "the program has ended");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
