//! How long it takes to judge configurations: reading a snapshot, all checks of the built-in base, ranking the causes,
//! and JSON, as `deskdoc check --json` does for one. The promise is 10,000 in 2 seconds in one process.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a bench may stop, and reads a folder"
)]

use std::sync::LazyLock;

use deskdoc::app::{App, Document};
use deskdoc::config;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const N_SNAPSHOTS: usize = 10_000;

static APP: LazyLock<App> = LazyLock::new(|| App::open(&config::Config::default()).unwrap());

/// The good configuration with one thing changed, another one for each number.
fn snapshot(number: usize) -> Document {
    let good = include_str!("../tests/cases/facts/good.json");
    let changes = [
        (
            "\"https://acme-prod.campaign.example\",\n        \"client_id\"",
            "\"http://acme-prod.campaign.example \",\n        \"client_id\"",
        ),
        ("Campaign - acme - (.*)", "Campaign -  acme - (.*) "),
        ("\"enabled\": true", "\"enabled\": false"),
        ("dma_campaign_classic", "dma_campaign"),
        ("\"openid,AdobeID", "\"openid,adobeid"),
        ("\"tenant\": \"acme\"", "\"tenant\": null"),
    ];
    let (from, to) = changes[number % changes.len()];
    let text = good.replacen(from, to, 1).replace("jane.doe", &format!("user{number}"));
    Document { name: None, content: text.into_bytes(), format: None }
}

fn judged(document: &Document) -> usize {
    let answer = APP.check(std::slice::from_ref(document), None).unwrap();
    serde_json::to_string(&answer.to_wire(100)).unwrap().len()
}

#[divan::bench]
fn a_snapshot(bencher: Bencher) {
    let document = snapshot(1);
    bencher.bench(|| judged(black_box(&document)));
}

#[divan::bench(sample_count = 3)]
fn ten_thousand_snapshots_on_one_thread(bencher: Bencher) {
    let documents: Vec<Document> = (0..N_SNAPSHOTS).map(snapshot).collect();
    bencher.bench(|| documents.iter().map(judged).sum::<usize>());
}

#[divan::bench(sample_count = 3)]
fn ten_thousand_snapshots_on_all_threads(bencher: Bencher) {
    let documents: Vec<Document> = (0..N_SNAPSHOTS).map(snapshot).collect();
    let n_threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    bencher.bench(|| {
        std::thread::scope(|scope| {
            let parts = documents.chunks(N_SNAPSHOTS.div_ceil(n_threads));
            let workers: Vec<_> =
                parts.map(|part| scope.spawn(move || part.iter().map(judged).sum::<usize>())).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum::<usize>()
        })
    });
}
