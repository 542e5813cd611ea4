//! The world a test lives in: a folder of its own, the built program, and servers that end with the test.

mod certificate;
mod postgres;
mod provider;
mod run;
mod server;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use deskdoc::app::App;
use deskdoc::config;

pub use self::certificate::{Certificate, read as read_secure};
pub use self::postgres::{Postgres, free_port};
pub use self::provider::Provider;
pub use self::run::{Deskdoc, Run};
pub use self::server::Server;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What HTTP clients need before the first of them is made, although no test leaves this machine.
pub fn make_clients_possible() {
    // Whoever comes second finds it done.
    drop(rustls::crypto::ring::default_provider().install_default());
}

/// Where the texts of the cases stand.
pub fn cases(kind: &str) -> PathBuf {
    root().join("tests/cases").join(kind)
}

/// The program with the built-in base, made once: learning it takes seconds.
pub fn builtin() -> &'static App {
    static APP: OnceLock<App> = OnceLock::new();
    APP.get_or_init(|| open(&[]))
}

/// The program with the base in these folders; none = the built-in base.
pub fn open(folders: &[&Path]) -> App {
    let library =
        config::Library { folders: folders.iter().map(|folder| folder.to_path_buf()).collect(), data: None };
    App::open(&config::Config { library, ..config::Config::default() }).expect("the base loads")
}

/// A small base about a coffee machine: three symptoms, one question, one check. It loads in no time.
pub fn small_base() -> PathBuf {
    cases("bases").join("coffee")
}

/// A folder that vanishes with the test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, its folders included.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let file = self.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, content).unwrap();
        file
    }

    /// Copies the pages of a folder into this one.
    pub fn copy(&self, from: &Path) -> &Self {
        for (path, file) in files_below(from) {
            self.write(&path, std::fs::read(file).unwrap());
        }
        self
    }
}

/// The addresses of the route table with values in the place of their parameters.
pub fn addresses() -> Vec<String> {
    let routes = std::fs::read_to_string(root().join("src/web/routes.rs")).unwrap();
    let table = routes.split_once("ADDRESSES:").unwrap().1.split_once("];").unwrap().0;
    let named = table.split("(\"").skip(1).filter_map(|row| row.split('"').next());
    let filled = named.map(|address| {
        address
            .replace("{path:.*}", "articles/handbook.md")
            .replace("{id}", "no-coffee")
            .replace("{name}", "no-such-asset.css")
            .replace("{secret}", "no-such-secret")
    });
    let addresses: Vec<String> = filled.collect();
    assert!(addresses.len() > 40 && addresses.iter().all(|address| !address.contains('{')), "{addresses:?}");
    addresses
}

/// Whether expectations are to be written anew, to be reviewed.
pub fn is_updating() -> bool {
    std::env::var_os("UPDATE_CASES").is_some_and(|value| value == "1")
}

/// All files below a folder with their path below it, sorted.
pub fn files_below(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.push((below, path));
            }
        }
    }
    found.sort();
    found
}

/// Compares with an expectation that stands in a file. `UPDATE_CASES=1` writes the file anew instead, for a person to
/// review what changed.
pub fn expect_file(file: &Path, actual: &str) -> Result<(), String> {
    if is_updating() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, actual).unwrap();
        return Ok(());
    }
    let expected = std::fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    if expected == actual {
        return Ok(());
    }
    let differs = expected.lines().zip(actual.lines()).position(|(one, other)| one != other);
    let line = differs.unwrap_or_else(|| expected.lines().count().min(actual.lines().count()));
    Err(format!(
        "{} differs from line {} on; if the new text is right, run the tests with UPDATE_CASES=1\n  expected: {}\n  found:    {}",
        file.strip_prefix(root()).unwrap_or(file).display(),
        line + 1,
        expected.lines().nth(line).unwrap_or("(the end)"),
        actual.lines().nth(line).unwrap_or("(the end)"),
    ))
}

/// Fails with all complaints at once.
pub fn no_complaints(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// The words of a command, with double quotes round those that hold blanks.
pub fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}
