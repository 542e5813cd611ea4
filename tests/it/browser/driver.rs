//! A Chromium of its own for a test, steered through chromedriver.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};

/// Who looks at the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visitor {
    AtDesk,
    WithoutScript,
    OnPhone,
}

/// What only chromedriver understands.
#[derive(Debug)]
pub struct Order {
    path: &'static str,
    body: Value,
}

impl Order {
    /// A call of the developer tools.
    pub fn developer(name: &str, parameters: Value) -> Self {
        Self { path: "goog/cdp/execute", body: json!({"cmd": name, "params": parameters}) }
    }

    /// What the browser has written into its log since it was asked last.
    pub fn log() -> Self {
        Self { path: "se/log", body: json!({"type": "browser"}) }
    }
}

impl WebDriverCompatibleCommand for Order {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// Hands a browser to a test and closes it whatever happens.
pub async fn visit<F>(visitor: Visitor, test: impl FnOnce(Client) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(programs) = Programs::find() else { return };
    let driver = Driver::start(&programs);
    let profile = tempfile::tempdir().unwrap();
    let capabilities = json!({
        // Certificates of tests sign themselves.
        "acceptInsecureCerts": true,
        "goog:loggingPrefs": {"browser": "ALL"},
        "goog:chromeOptions": {
            "binary": programs.browser,
            "args": arguments(&profile.path().to_string_lossy()),
            "prefs": preferences(visitor),
            "mobileEmulation": (visitor == Visitor::OnPhone)
                .then(|| json!({"deviceMetrics": {"width": 320, "height": 640, "pixelRatio": 2.0, "touch": true}})),
        }
    });
    let browser = ClientBuilder::new(HttpConnector::new())
        .capabilities(without_nulls(capabilities).as_object().unwrap().clone())
        .connect(&format!("http://127.0.0.1:{}", driver.port))
        .await
        .expect("the browser starts");
    let outcome = tokio::spawn(test(browser.clone())).await;
    drop(browser.close().await);
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

fn arguments(profile: &str) -> Vec<String> {
    let fixed = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--force-prefers-reduced-motion",
        "--window-size=1200,900",
    ];
    let own = format!("--user-data-dir={profile}");
    fixed.into_iter().map(str::to_owned).chain([own]).collect()
}

fn preferences(visitor: Visitor) -> Value {
    /// Chromium's number for "blocked".
    const BLOCKED: u8 = 2;
    match visitor {
        Visitor::WithoutScript => json!({"profile.managed_default_content_settings.javascript": BLOCKED}),
        Visitor::AtDesk | Visitor::OnPhone => json!({}),
    }
}

/// Chromedriver takes a null for a wrong value.
fn without_nulls(mut capabilities: Value) -> Value {
    let options = capabilities["goog:chromeOptions"].as_object_mut().unwrap();
    options.retain(|_, value| !value.is_null());
    capabilities
}

/// Where the browser and its driver are.
struct Programs {
    browser: PathBuf,
    driver: PathBuf,
}

impl Programs {
    /// # Panics
    /// If one is missing although `DESKDOC_TEST_BROWSER=required` is set.
    fn find() -> Option<Self> {
        let browser = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| in_path(name));
        let driver = in_path("chromedriver");
        if let (Some(browser), Some(driver)) = (browser, driver) {
            return Some(Self { browser, driver });
        }
        let required = std::env::var_os("DESKDOC_TEST_BROWSER").is_some_and(|value| value == "required");
        assert!(!required, "Chromium or chromedriver is missing; scripts/test installs them");
        // Written past the capture of the test harness: what was not tested should not go unnoticed.
        let words = b"\nLEFT OUT: a browser test, because Chromium or chromedriver is missing; scripts/test installs them\n";
        drop(std::io::stderr().write_all(words));
        None
    }
}

fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A running chromedriver. It ends with the value.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Port 0 is chosen for IPv4, and the same number may be taken for IPv6: then chromedriver ends, and another try
    /// gets another number.
    fn start(programs: &Programs) -> Self {
        let started = (0..5).find_map(|_| Self::try_to_start(programs));
        started.expect("chromedriver starts and names its port")
    }

    fn try_to_start(programs: &Programs) -> Option<Self> {
        let process = Command::new(&programs.driver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut driver = Self { process, port: 0 };
        let lines = BufReader::new(driver.process.stdout.take().unwrap()).lines();
        driver.port = lines.map_while(Result::ok).find_map(|line| {
            let (_, behind) = line.split_once("on port ")?;
            behind.trim_end_matches('.').parse().ok().filter(|port| *port != 0)
        })?;
        Some(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
