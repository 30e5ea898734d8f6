//! The command line: few words, read by hand.

use crate::gate::{self, Gate, Step};
use crate::journeys::{self, Base};
use crate::{
    Res, failover, fuzz, messy, pg,
    places::{Built, Places},
    proc, score, server, tools,
};

const HELP: &str = "\
Chores of the workspace.

  cargo ci                              every check, with a table at the end
  cargo ci --long                       the long checks too: a database server is killed under load;
                                        the journeys visit the release build
  cargo ci --only fmt,clippy            only these steps, in the usual order
  cargo ci --skip e2e,api               all but these
  cargo ci --list                       the steps, with what each needs
  cargo xtask install [STEP,…]          install what the steps need (Debian packages, when root)
  cargo xtask pg                        a throw-away PostgreSQL: prints its URL, runs until ctrl-c
  cargo xtask demo                      the release binary's demo on a free port, runs until ctrl-c
  cargo xtask e2e [NAME…]               browser journeys against a fresh demo, built first
  cargo xtask e2e --base URL [NAME…]    the same against a server that is already running;
                                        ZHIJIA_ACCOUNTS holds its accounts as JSON
  cargo xtask api                       schemathesis against a fresh demo
  cargo xtask messy-roster FOLDER       a roster of 5,000 rows with every trouble, and what must become of each row
  cargo xtask licences                  licences and sources of every package
  cargo xtask fuzz-reading --minutes N [--seed S]
                                        made-up texts against the reader's promises (best with --release)
  cargo xtask score-reading [--faults] [NAME…]
                                        how well the labelled texts are read

Tests that want PostgreSQL read its URL from ZHIJIA_TEST_PG.";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Order {
    /// Print the help text.
    Help,
    /// Print the names of the steps.
    List,
    /// Run these steps and close with a table.
    Steps(Vec<Step>),
    /// Install what these steps need.
    Install(Vec<Step>),
    /// Keep a throw-away cluster running.
    Pg,
    /// Keep a demo server running.
    Demo,
    /// Run the named journeys (all when none is named).
    Journeys { base: Option<String>, names: Vec<String> },
    /// Score the reading of labelled texts (all when none is named), telling what was read otherwise if wished.
    Score { faults: bool, names: Vec<String> },
    /// The inner half of the failover check, in a network of its own, with this binary.
    Failover(std::path::PathBuf),
    /// Make the messy roster in this folder.
    Messy(std::path::PathBuf),
    /// Try the reader with made-up texts.
    Fuzz { minutes: u64, seed: u64 },
}

/// Reads the words after the program's name.
pub fn parse(words: &[String]) -> Res<Order> {
    let Some((first, rest)) = words.split_first() else {
        return Ok(Order::Help);
    };
    match first.as_str() {
        "ci" => ci(rest),
        "install" => Ok(Order::Install(match rest {
            [] => Step::usual(),
            [names] => steps(names)?,
            _ => return Err("install takes one list of steps, parted by commas".into()),
        })),
        "pg" => none_left(rest, Order::Pg),
        "demo" => none_left(rest, Order::Demo),
        "e2e" => journeys_order(rest),
        "api" => none_left(rest, Order::Steps(vec![Step::Build, Step::Api])),
        "score-reading" => Ok(match rest {
            [flag, names @ ..] if flag == "--faults" => Order::Score {
                faults: true,
                names: names.to_vec(),
            },
            names => Order::Score {
                faults: false,
                names: names.to_vec(),
            },
        }),
        "messy-roster" => match rest {
            [folder] => Ok(Order::Messy(folder.into())),
            _ => Err("messy-roster takes a folder".into()),
        },
        "fuzz-reading" => fuzz_order(rest),
        "failover-inside" => match rest {
            [binary] => Ok(Order::Failover(binary.into())),
            _ => Err("failover-inside is run by `cargo ci --long`".into()),
        },
        "licences" => none_left(rest, Order::Steps(vec![Step::Licences])),
        "help" | "--help" | "-h" => Ok(Order::Help),
        other => Err(format!("unknown chore '{other}'\n\n{HELP}")),
    }
}

fn none_left(rest: &[String], order: Order) -> Res<Order> {
    match rest.first() {
        None => Ok(order),
        Some(word) => Err(format!("'{word}' is not expected here; see `cargo xtask help`")),
    }
}

fn ci(words: &[String]) -> Res<Order> {
    match words {
        [] => Ok(Order::Steps(Step::usual())),
        [flag] if flag == "--long" => Ok(Order::Steps(Step::ALL.to_vec())),
        [flag] if flag == "--list" => Ok(Order::List),
        [flag, names] if flag == "--only" => Ok(Order::Steps(steps(names)?)),
        [flag, names] if flag == "--skip" => {
            let skipped = steps(names)?;
            Ok(Order::Steps(
                Step::usual()
                    .into_iter()
                    .filter(|step| !skipped.contains(step))
                    .collect(),
            ))
        }
        _ => Err("ci takes --long, --only STEP,…, --skip STEP,… or --list".into()),
    }
}

/// Steps by name, each once and in their usual order, whatever the order they were named in.
fn steps(names: &str) -> Res<Vec<Step>> {
    let mut named = Vec::new();
    for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        named.push(Step::named(name).ok_or_else(|| {
            let known: Vec<&str> = Step::ALL.iter().map(|step| step.name()).collect();
            format!("no step is called '{name}'; there are {}", known.join(", "))
        })?);
    }
    if named.is_empty() {
        return Err("name at least one step".into());
    }
    Ok(Step::ALL.iter().copied().filter(|step| named.contains(step)).collect())
}

fn fuzz_order(words: &[String]) -> Res<Order> {
    let number = |word: &String| word.parse().map_err(|_| format!("'{word}' is no number"));
    match words {
        [flag, minutes] if flag == "--minutes" => Ok(Order::Fuzz {
            minutes: number(minutes)?,
            seed: 1,
        }),
        [flag, minutes, with, seed] if flag == "--minutes" && with == "--seed" => Ok(Order::Fuzz {
            minutes: number(minutes)?,
            seed: number(seed)?,
        }),
        _ => Err("fuzz-reading takes --minutes N and, if wished, --seed S".into()),
    }
}

fn journeys_order(words: &[String]) -> Res<Order> {
    let (base, names) = match words {
        [flag, url, names @ ..] if flag == "--base" => (Some(url.clone()), names),
        [flag] if flag == "--base" => return Err("--base wants an address such as http://127.0.0.1:8080".into()),
        names => (None, names),
    };
    if let Some(flag) = names.iter().find(|name| name.starts_with('-')) {
        return Err(format!("e2e knows no {flag}; see `cargo xtask help`"));
    }
    Ok(Order::Journeys {
        base,
        names: names.to_vec(),
    })
}

impl Order {
    /// Does what was asked.
    pub fn carry_out(self) -> Res<()> {
        match self {
            Order::Help => {
                println!("{HELP}");
                Ok(())
            }
            Order::List => {
                for step in Step::ALL {
                    println!("{:14} {}", step.name(), step.what());
                }
                Ok(())
            }
            Order::Steps(steps) => gate::run(&steps),
            Order::Install(steps) => tools::install(&gate::needs_of(&steps)),
            Order::Pg => keep_pg(),
            Order::Demo => keep_demo(),
            Order::Journeys { base, names } => run_journeys(base, &names),
            Order::Failover(binary) => failover::inside(&binary),
            Order::Messy(folder) => messy::write(&folder),
            Order::Fuzz { minutes, seed } => fuzz::fuzz(minutes, seed),
            Order::Score { faults, names } => score::score(faults, &names),
        }
    }
}

fn keep_pg() -> Res<()> {
    tools::install(&[tools::Need::Postgres])?;
    let cluster = pg::Cluster::start()?;
    println!("export ZHIJIA_TEST_PG='{}'", cluster.url());
    eprintln!("PostgreSQL runs until ctrl-c; its data is thrown away then.");
    proc::wait_for_stop();
    Ok(())
}

fn keep_demo() -> Res<()> {
    let places = Places::find()?;
    let server = server::Server::demo(&places, Built::Release, "demo", None)?;
    println!("{}", server.base());
    for account in server.accounts() {
        println!("{}  {}  {}", account.name, account.password, account.role);
    }
    proc::wait_for_stop();
    Ok(())
}

fn run_journeys(base: Option<String>, names: &[String]) -> Res<()> {
    let steps = if base.is_some() {
        vec![Step::E2e]
    } else {
        vec![Step::Build, Step::E2e]
    };
    tools::install(&gate::needs_of(&steps))?;
    let mut gate = Gate::new(Built::Dev)?;
    let base = match base {
        Some(url) => Base::Running(url),
        None => {
            crate::checks::build(&mut gate)?;
            Base::Fresh { database: None }
        }
    };
    journeys::browser(&mut gate, base, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn steps_keep_their_usual_order() {
        let order = parse(&words("ci --only clippy,fmt,clippy")).unwrap();
        assert_eq!(order, Order::Steps(vec![Step::Fmt, Step::Clippy]));
    }

    #[test]
    fn an_unknown_step_is_named_with_the_known_ones() {
        let fault = parse(&words("ci --only fmt,lint")).unwrap_err();
        assert!(fault.contains("'lint'") && fault.contains("clippy"), "{fault}");
    }

    #[test]
    fn skipping_leaves_the_rest() {
        let Order::Steps(steps) = parse(&words("ci --skip e2e,api")).unwrap() else {
            panic!("not steps")
        };
        assert_eq!(steps.len(), Step::usual().len() - 2);
        assert!(!steps.contains(&Step::E2e));
    }

    #[test]
    fn long_steps_run_when_asked_for() {
        let with = |line| match parse(&words(line)) {
            Ok(Order::Steps(steps)) => steps.contains(&Step::Failover),
            other => panic!("{other:?}"),
        };
        assert!(with("ci --long") && with("ci --only failover"));
        assert!(!with("ci") && !with("ci --skip e2e"));
    }

    #[test]
    fn journeys_take_an_address_and_names() {
        let order = parse(&words("e2e --base http://127.0.0.1:9 smoke")).unwrap();
        let expected = Order::Journeys {
            base: Some("http://127.0.0.1:9".into()),
            names: words("smoke"),
        };
        assert_eq!(order, expected);
        assert!(parse(&words("e2e --base")).is_err());
        assert!(parse(&words("e2e --fast")).is_err());
    }
}
