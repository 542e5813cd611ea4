//! Numbers in words that people picture.

use crate::diagnosis::Costs;

/// What something takes: `about 3 minutes`.
pub fn effort(minutes: f64) -> String {
    let rounded = minutes.round();
    match () {
        () if minutes < 0.75 => "less than a minute".to_owned(),
        () if rounded <= 1.0 => "about a minute".to_owned(),
        () if minutes < 50.0 => format!("about {rounded} minutes"),
        () if minutes < 90.0 => "about an hour".to_owned(),
        () => format!("about {} hours", (minutes / 60.0).round()),
    }
}

/// Minutes as a number, as exact as anybody can use: `0.5 min`, `14 min`.
pub fn minutes(minutes: f64) -> String {
    if minutes < 9.95 { format!("{minutes:.1} min") } else { format!("{minutes:.0} min") }
}

/// A share of hundred: `38 %`, `<1 %`.
pub fn share(share: f64) -> String {
    match share * 100.0 {
        none if none <= 0.0 => "0 %".to_owned(),
        little if little < 0.95 => "<1 %".to_owned(),
        nearly if (99.5..99.995).contains(&nearly) => ">99 %".to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

/// By how much one cost exceeds another: `+12 %`.
pub fn dearer(cost: f64, than: f64) -> String {
    if than <= 0.0 {
        return String::new();
    }
    let percent = (cost / than - 1.0) * 100.0;
    let digits = if percent.abs() < 9.95 { 1 } else { 0 };
    // A difference in the last bit is none, and no minus sign should speak of it.
    let percent = if percent.abs() < 0.05 { 0.0 } else { percent };
    format!("{percent:+.digits$} %")
}

/// What following the tree costs and what other ways would, each with a name and how much dearer it is than the tree.
pub fn costs(costs: &Costs) -> Vec<(&'static str, String)> {
    let beside = |cost: f64| format!("{} ({})", minutes(cost), dearer(cost, costs.expected));
    let optimum = match costs.optimum {
        Some(optimum) if (costs.expected / optimum - 1.0).abs() < 5e-4 => {
            format!("{} (the tree is as good)", minutes(optimum))
        }
        Some(optimum) => format!(
            "{} (the tree costs {} more)",
            minutes(optimum),
            dearer(costs.expected, optimum).trim_start_matches('+')
        ),
        None => "not known: too many fixes and questions to try every order".to_owned(),
    };
    vec![
        ("This tree", minutes(costs.expected)),
        ("The best possible", optimum),
        ("Fixes alone, best chance per minute first", beside(costs.by_chance_per_cost)),
        ("Fixes alone, as the page lists them", beside(costs.listed)),
    ]
}
