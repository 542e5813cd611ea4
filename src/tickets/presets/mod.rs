//! The systems that deskdoc knows, each as a row of data in the shape that its vendor documents.

mod code_hosts;
mod custom;
mod django_helpdesk;
mod freshdesk;
mod jira;
mod request_tracker;
mod servicenow;
mod zammad;
mod zendesk;

use super::pointer::Places;
use super::system::{Event, Key, Meaning, Statuses, System};

/// The names of all presets.
pub const PRESETS: [&str; 10] = [
    "zammad",
    "zendesk",
    "jira",
    "servicenow",
    "freshdesk",
    "github",
    "gitlab",
    "request-tracker",
    "django-helpdesk",
    "custom",
];

/// The preset of a name.
pub fn preset(name: &str) -> Option<System> {
    Some(match name {
        "zammad" => zammad::system(),
        "zendesk" => zendesk::system(),
        "jira" => jira::system(),
        "servicenow" => servicenow::system(),
        "freshdesk" => freshdesk::system(),
        "github" => code_hosts::github(),
        "gitlab" => code_hosts::gitlab(),
        "request-tracker" => request_tracker::system(),
        "django-helpdesk" => django_helpdesk::system(),
        "custom" => custom::system(),
        _ => return None,
    })
}

fn at(pointers: &[&str]) -> Places {
    Places::at(pointers)
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn only(pointer: &str, values: &[&str]) -> (String, Vec<String>) {
    (pointer.to_owned(), words(values))
}

fn key(name: &str, pointers: &[&str]) -> Key {
    Key { name: name.to_owned(), places: at(pointers), otherwise: None }
}

fn event(name: &str, actions: &[&str]) -> Event {
    Event { name: name.to_owned(), actions: words(actions), meaning: Meaning::Ticket }
}

fn ping(name: &str) -> Event {
    Event { name: name.to_owned(), actions: Vec::new(), meaning: Meaning::Ping }
}

fn status(pointers: &[&str], solved: &[&str], dropped: &[&str]) -> Statuses {
    Statuses { places: at(pointers), solved: words(solved), dropped: words(dropped), ..Statuses::default() }
}
