use super::document;
use super::outline::{Outline, Route, Stop, Way, What};
use super::sketch::{End, Hidden, Limits, Sketch};
use super::{body, dearer, dot, effort, mermaid, minutes, share};
use crate::diagnosis::Costs;

/// A tree of questions with three answers each, so many deep, and so many fixes behind each other at every end.
fn outline(depth: usize, n_fixes: usize) -> Outline {
    let mut n_steps = 0;
    let route = route(depth, n_fixes, 1.0, true, &mut n_steps);
    let costs = Costs { expected: 10.0, optimum: Some(10.0), listed: 20.0, by_chance_per_cost: 11.0 };
    Outline { symptom: "dark".to_owned(), title: "It is dark".to_owned(), costs, route, n_steps }
}

fn route(depth: usize, n_fixes: usize, probability: f64, is_likeliest: bool, n_steps: &mut usize) -> Route {
    let mut stop = |what, probability, is_likeliest| {
        *n_steps += 1;
        Stop {
            number: *n_steps,
            what,
            probability,
            cost: 5.0,
            causes: Vec::new(),
            is_likeliest,
            is_open: false,
        }
    };
    if depth == 0 {
        let fix = |place: usize| What::Try {
            title: format!("Fix {place}"),
            lead: "Try".to_owned(),
            pages: Vec::new(),
            minutes: 3.0,
            helps: 0.4,
        };
        let chance = |place: usize| probability * 0.6_f64.powi(i32::try_from(place).unwrap());
        let mut stops: Vec<Stop> =
            (0..n_fixes).map(|place| stop(fix(place), chance(place), is_likeliest)).collect();
        stops.push(stop(What::HandOver { to: "the desk".to_owned() }, chance(n_fixes), is_likeliest));
        return Route { stops };
    }
    let what = What::Ask { question: "Which?".to_owned(), page: None, minutes: 0.5, ways: Vec::new() };
    let mut asked = stop(what, probability, is_likeliest);
    if let What::Ask { ways, .. } = &mut asked.what {
        for (place, part) in [0.6, 0.3, 0.1].into_iter().enumerate() {
            let chance = probability * part;
            let route = route(depth - 1, n_fixes, chance, is_likeliest && place == 0, n_steps);
            ways.push(Way { answer: format!("Answer {place}"), share: part, probability: chance, route });
        }
    }
    Route { stops: vec![asked] }
}

/// How many steps a sketch shows and how many it says are folded up.
fn counted(sketch: &Sketch<'_>) -> (usize, usize) {
    let folded = |hidden: &Option<Hidden>| hidden.map_or(0, |hidden| hidden.n_steps);
    match &sketch.end {
        End::Closed => (sketch.stops.len(), 0),
        End::Cut(hidden) => (sketch.stops.len(), hidden.n_steps),
        End::Ways { shown, hidden } => shown
            .iter()
            .map(|(_, then)| counted(then))
            .fold((sketch.stops.len(), folded(hidden)), |(shown, folded), (more, other)| {
                (shown + more, folded + other)
            }),
    }
}

#[test]
fn what_is_shown_and_what_is_folded_up_are_the_whole_tree() {
    for (depth, n_fixes) in [(0, 0), (0, 30), (1, 2), (3, 4), (5, 2)] {
        let outline = outline(depth, n_fixes);
        for steps in [1, 2, 5, 24, 100, usize::MAX] {
            let limits = Limits { steps, columns: 6 };
            let (shown, folded) = counted(&outline.sketch(limits));
            assert_eq!(shown + folded, outline.n_steps, "{depth} {n_fixes} {steps}");
            // The likeliest way is shown to its end, and so is a single last step, whatever the limits are.
            assert!(
                shown >= 1 && shown <= steps.saturating_mul(2).saturating_add(depth + n_fixes + 1),
                "{shown} of {steps}"
            );
        }
        assert_eq!(counted(&outline.sketch(Limits::NONE)), (outline.n_steps, 0));
    }
}

#[test]
fn a_picture_of_hundreds_of_steps_stays_small_and_its_links_lead_into_the_list() {
    let outline = outline(5, 3);
    assert!(outline.n_steps > 1_000, "{}", outline.n_steps);
    let html = body(&outline, 2, &|_| None);
    let svg = html.split_once("<svg").unwrap().1.split_once("</svg>").unwrap().0;
    assert!(svg.matches("tree-box").count() < 60, "{}", svg.matches("tree-box").count());
    assert!(svg.contains("unlikely paths"));
    for target in svg.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(html.contains(&format!("id=\"{target}\"")), "{target} is not in the list");
    }
    assert!(html.len() < 1_000_000, "{}", html.len());
}

#[test]
fn a_large_tree_is_folded_up_until_mermaid_can_draw_it() {
    let many: Vec<Outline> = (0..20).map(|_| outline(5, 3)).collect();
    for outlines in [&many[..1], &many[..]] {
        let text = mermaid(outlines);
        assert!(text.len() <= 48_000, "{}", text.len());
        assert!(text.lines().filter(|line| line.contains(">|")).count() <= 480);
        assert!(text.contains("paths"));
    }
    assert!(dot(&many[..1]).lines().count() < 450);
}

#[test]
fn the_file_has_each_tree_once_and_every_id_once() {
    let mut second = outline(1, 1);
    second.symptom = "hum".to_owned();
    let html = document(&[outline(1, 1), second], "Lamps");
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids);
    assert_eq!(html.matches("<h1>").count(), 1);
    assert!(html.contains("href=\"#tree-hum\"") && html.contains("id=\"tree-hum\""));
}

#[test]
fn numbers_are_told_in_words_that_people_picture() {
    let minutes_said = [0.5, 1.0, 8.2, 60.0, 180.0].map(effort);
    assert_eq!(
        minutes_said,
        ["less than a minute", "about a minute", "about 8 minutes", "about an hour", "about 3 hours"]
    );
    assert_eq!([0.0, 0.004, 0.384, 0.998, 1.0].map(share), ["0 %", "<1 %", "38 %", ">99 %", "100 %"]);
    assert_eq!([0.5, 14.2].map(minutes), ["0.5 min", "14 min"]);
    assert_eq!([dearer(10.0, 10.0), dearer(10.02, 10.0), dearer(16.0, 10.0)], ["+0.0 %", "+0.2 %", "+60 %"]);
}
