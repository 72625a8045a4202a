//! MiniJinja's part in bench/jinja_peers_bench.py, which writes down the protocol.
//!
//! `minijinja-bench CASES.json` answers each line "WHAT CASE SECONDS" with one line of JSON: the texts of a case, or the
//! nanoseconds that one round over its contexts takes.

use std::collections::HashMap;
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior};
use serde_json::Value as Json;

struct Case {
    template: String,
    templates: HashMap<String, String>,
    contexts: Vec<Value>,
    options: Json,
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_string()
}

fn read_case(json: &Json) -> Case {
    let templates = json["templates"].as_object();
    Case {
        template: text(&json["template"]),
        templates: templates.into_iter().flatten().map(|(name, source)| (name.clone(), text(source))).collect(),
        contexts: json["contexts"].as_array().unwrap().iter().map(|context| Value::from(Serde(context))).collect(),
        options: json["options"].clone(),
    }
}

impl Case {
    fn environment(&self) -> Environment<'static> {
        let on = |name: &str| self.options[name].as_bool().unwrap_or(false);
        let mut environment = Environment::new();
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(on("trim_blocks")).lstrip_blocks(on("lstrip_blocks"));
        environment.set_syntax(syntax.build().unwrap());
        let autoescape = on("autoescape");
        environment.set_auto_escape_callback(move |_| if autoescape { AutoEscape::Html } else { AutoEscape::None });
        environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
        if self.options["undefined"] == "strict" {
            environment.set_undefined_behavior(UndefinedBehavior::Strict);
        }
        environment
    }

    fn add_templates(&self, environment: &mut Environment<'static>) -> Result<(), Error> {
        for (name, source) in &self.templates {
            environment.add_template_owned(name.clone(), source.clone())?;
        }
        environment.add_template_owned("main", self.template.clone())
    }

    fn render(&self, environment: &Environment) -> Result<Vec<String>, Error> {
        let template = environment.get_template("main")?;
        self.contexts.iter().map(|context| template.render(context.clone())).collect()
    }
}

/// Nanoseconds of the quickest of the rounds that fit into the time.
fn quickest(seconds: f64, mut round: impl FnMut()) -> f64 {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let mut best = f64::INFINITY;
    let mut many = 1;
    loop {
        let began = Instant::now();
        for _ in 0..many {
            round();
        }
        let took = began.elapsed().as_nanos() as f64;
        best = best.min(took / many as f64);
        if Instant::now() > end {
            return best;
        }
        if took < 500_000.0 {
            many *= 2;
        }
    }
}

fn answer(case: &Case, what: &str, seconds: f64) -> Result<Json, Error> {
    let mut environment = case.environment();
    case.add_templates(&mut environment)?;
    let texts = case.render(&environment)?;
    match what {
        "text" => Ok(Json::from(texts)),
        "render" => Ok(Json::from(quickest(seconds, || {
            black_box(case.render(&environment)).unwrap();
        }))),
        "compile" => Ok(Json::from(quickest(seconds, || {
            environment.clear_templates();
            case.add_templates(&mut environment).unwrap();
            black_box(case.render(&environment)).unwrap();
        }))),
        _ => Ok(Json::Null),
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("minijinja-bench CASES.json");
    let json: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let cases: HashMap<String, Case> =
        json.as_object().unwrap().iter().map(|(name, case)| (name.clone(), read_case(case))).collect();
    for line in io::stdin().lock().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        let said = answer(&cases[words[1]], words[0], words[2].parse().unwrap())
            .unwrap_or_else(|error| serde_json::json!({ "error": format!("{error:#}") }));
        println!("{said}");
        io::stdout().flush().unwrap();
    }
}
