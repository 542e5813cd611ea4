//! How far plans are from the optimum, and how long planning takes.
//!
//! `cargo bench --bench diagnosis`: made-up troubles of three shapes, each way to go about them measured by a yardstick
//! that shares nothing with the planner, then the time of a step and of a tree. A number behind the command sets how
//! many troubles of each kind there are; `times` leaves the distances out.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may stop, looks at the clock and prints"
)]
#![allow(dead_code, missing_docs, unreachable_pub, reason = "shares files with the tests")]

#[path = "../tests/it/planning/cases.rs"]
mod cases;
#[path = "../tests/it/planning/yardstick.rs"]
mod yardstick;

use std::time::{Duration, Instant};

use deskdoc::app::App;
use deskdoc::config::{self, Config};
use deskdoc::diagnosis::{Budget, Model, Tree, alternatives, next_step, rank};
use deskdoc::kb::{Sources, SymptomId, assemble};

use cases::{Case, Dice, SHAPES, Shape, case};

const WAYS: [&str; 7] = [
    "listed order",
    "chance over cost",
    "information first",
    "one step ahead",
    "two steps ahead",
    "search only",
    "deskdoc",
];
/// Exact for nothing: what a tree costs where the model is too large to work it out.
const SEARCH_ONLY: Budget = Budget { exact: 0, search: Budget::TURN.search, nodes: 200_000 };

fn main() {
    let n = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100);
    let only_times = std::env::args().any(|argument| argument == "times");
    for shape in SHAPES.into_iter().filter(|_| !only_times) {
        for (n_fixes, n_questions) in [(5, 4), (8, 6)] {
            distances(shape, n_fixes, n_questions, n);
        }
    }
    built_in();
    for (n_fixes, n_questions) in [(8, 6), (30, 20)] {
        times(n_fixes, n_questions, n.min(40));
    }
}

/// The trees of the built-in base beside those of a search that looks at five times as much.
fn built_in() {
    const MORE: Budget = Budget { search: 5 * Budget::TREE.search, ..Budget::TREE };
    let library = config::Library { folders: Vec::new(), data: None };
    let app = App::open(&Config { library, ..Config::default() }).unwrap();
    let base = &app.snapshot().base;
    println!("built-in base: listed order, chance over cost, tree, five times the search, in minutes");
    for symptom in base.symptoms() {
        let model = Model::of(base, &rank(base, &[(symptom.id.clone(), 1.0)]));
        let listed: Vec<_> = symptom.causes.iter().map(|(cause, _)| cause.clone()).collect();
        let costs = Tree::compile(&model, &listed, Budget::TREE).costs;
        let more = Tree::compile(&model, &listed, MORE).costs;
        let optimum = if more.optimum.is_some() { "the optimum" } else { "" };
        println!(
            "  {:<36} {:6.2}  {:6.2}  {:6.2}  {:6.2}  {optimum}",
            symptom.id.as_str(),
            costs.listed,
            costs.by_chance_per_cost,
            costs.expected,
            more.expected
        );
    }
}

fn model(case: &Case) -> Model {
    let (base, _) = assemble(Sources { files: case.pages(), ..Sources::default() }, 1);
    Model::of(&base, &rank(&base, &[(SymptomId::parse("trouble").unwrap(), 1.0)]))
}

fn distances(shape: Shape, n_fixes: usize, n_questions: usize, n: usize) {
    let mut dice = Dice(n_fixes as u64 * 1_000 + n_questions as u64);
    let mut all: Vec<Vec<f64>> = vec![Vec::new(); WAYS.len()];
    let mut n_nodes = 0;
    for _ in 0..n {
        let case = case(&mut dice, shape, n_fixes, n_questions);
        let optimum = yardstick::optimum(&case);
        let model = model(&case);
        let tree = Tree::compile(&model, &[], Budget::TREE);
        n_nodes = n_nodes.max(count(&tree.root));
        let costs = [
            yardstick::cost_of(&case, &mut yardstick::listed),
            yardstick::by_chance_per_cost(&case, &yardstick::Situation::start(&case)).1,
            yardstick::cost_of(&case, &mut yardstick::information_first),
            yardstick::cost_of(&case, &mut |case, situation| yardstick::looking_ahead(case, situation, 1).0),
            yardstick::cost_of(&case, &mut |case, situation| yardstick::looking_ahead(case, situation, 2).0),
            yardstick::cost_of_tree(&case, &Tree::compile(&model, &[], SEARCH_ONLY).root),
            yardstick::cost_of_tree(&case, &tree.root),
        ];
        for (costs, cost) in all.iter_mut().zip(costs) {
            costs.push((cost / optimum - 1.0) * 100.0);
        }
    }
    println!(
        "{shape:?}, {n_fixes} fixes × {n_questions} questions, {n} troubles; largest tree {n_nodes} steps"
    );
    for (way, costs) in WAYS.iter().zip(&all) {
        let mean = costs.iter().sum::<f64>() / costs.len() as f64;
        let most = costs.iter().copied().fold(0.0, f64::max);
        println!("  {way:<18} mean {mean:6.2} %   most {most:6.2} % above the optimum");
    }
}

fn count(node: &deskdoc::diagnosis::Node) -> usize {
    1 + node.branches.iter().map(|(_, node)| count(node)).sum::<usize>()
}

fn times(n_fixes: usize, n_questions: usize, n: usize) {
    let mut taken: [Vec<Duration>; 3] = Default::default();
    for shape in SHAPES {
        let mut dice = Dice(7);
        for _ in 0..n {
            let model = model(&case(&mut dice, shape, n_fixes, n_questions));
            taken[0].push(time(|| next_step(&model).expected_cost));
            taken[1].push(time(|| alternatives(&model).len() as f64));
            taken[2].push(time(|| Tree::compile(&model, &[], Budget::TREE).costs.expected));
        }
    }
    println!(
        "{n_fixes} fixes × {n_questions} questions, half and all within, in milliseconds of processor time:"
    );
    for (what, taken) in ["next step", "alternatives", "tree"].iter().zip(&mut taken) {
        taken.sort();
        let half = taken[taken.len() / 2].as_secs_f64() * 1e3;
        let all = taken[taken.len() - 1].as_secs_f64() * 1e3;
        println!("  {what:<18} {half:7.2}  {all:7.2}");
    }
}

/// The processor time of some work where the system tells it, so that a busy machine does not matter; else the clock's.
fn time(work: impl FnOnce() -> f64) -> Duration {
    let on_processor = || {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    };
    let (start, before) = (Instant::now(), on_processor());
    std::hint::black_box(work());
    before.zip(on_processor()).map_or_else(|| start.elapsed(), |(before, after)| after - before)
}
