//! One line of a file of labelled cases, which `deskdoc eval FILE` reads.

use serde_json::Value;

/// What a line of labelled cases says; whether its names are names of the base is found elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledLine {
    /// The sender's name for the case, as JSON.
    pub id: Option<String>,
    /// What was reported.
    pub text: String,
    /// What it is about: a symptom or an out-of-scope page; `None` for out of scope.
    pub symptom: Option<String>,
    /// Further symptoms that it is about.
    pub also: Vec<String>,
}

impl LabelledLine {
    /// Reads a line; `None` if it is blank. Fields of other names are the sender's.
    ///
    /// # Errors
    /// What was expected and what was found, in words.
    pub fn read(line: &[u8]) -> Result<Option<Self>, String> {
        // A stray byte costs one character, not the line; files from Windows begin with a mark.
        let line = String::from_utf8_lossy(line);
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            return Ok(None);
        }
        let bad =
            |found: &str| format!("expected {{\"text\": \"…\", \"symptom\": \"…\" or null}}, found {found}");
        let mut fields = match serde_json::from_str(line) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) => return Err(bad("something else than an object")),
            Err(_) => return Err(bad("no valid JSON")),
        };
        let text = match fields.remove("text") {
            Some(Value::String(text)) => text,
            Some(_) => return Err(bad("a `text` that is no text")),
            None => return Err(bad("no `text`")),
        };
        let symptom = match fields.remove("symptom") {
            Some(Value::String(symptom)) if symptom.is_empty() => {
                return Err(bad("an empty `symptom`: write null where the text is out of scope"));
            }
            Some(Value::String(symptom)) => Some(symptom),
            Some(Value::Null) => None,
            Some(_) => return Err(bad("a `symptom` that is neither a text nor null")),
            None => return Err(bad("no `symptom`: write null where the text is out of scope")),
        };
        let also = names(fields.remove("also")).ok_or_else(|| bad("an `also` that names no symptoms"))?;
        let id = fields.remove("id").filter(|id| !id.is_null()).map(|id| id.to_string());
        Ok(Some(Self { id, text, symptom, also }))
    }
}

/// One name or a list of names.
fn names(value: Option<Value>) -> Option<Vec<String>> {
    match value {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::String(name)) => Some(vec![name]),
        Some(Value::Array(items)) => {
            let name = |item: Value| if let Value::String(name) = item { Some(name) } else { None };
            items.into_iter().map(name).collect()
        }
        Some(_) => None,
    }
}
