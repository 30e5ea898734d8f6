//! Where things lie: the workspace, the build's folder, and what the chores keep there between runs.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Res;

/// Scratch folders are called `zhijia-xtask-KIND-PROCESS-…`.
const SCRATCH: &str = "zhijia-xtask-";

/// How the product was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Built {
    /// As the tests have it.
    Dev,
    /// As people run it.
    Release,
}

impl Built {
    fn folder(self) -> &'static str {
        match self {
            Built::Dev => "debug",
            Built::Release => "release",
        }
    }
}

/// The folders a chore works with.
#[derive(Debug, Clone)]
pub struct Places {
    root: PathBuf,
    target: PathBuf,
}

impl Places {
    /// The workspace this chore runs in, and the target folder cargo was told to use.
    pub fn find() -> Res<Self> {
        // `cargo run` tells where we lie now; a shared target folder may hold what another clone compiled
        let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&own)
            .parent()
            .ok_or("xtask does not lie in a workspace")?
            .to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR").filter(|dir| !dir.is_empty());
        let target = target.map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    /// The top of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the workspace.
    pub fn of_root(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The product's binary of that build.
    pub fn binary(&self, built: Built) -> PathBuf {
        self.target
            .join(built.folder())
            .join(format!("zhijia{}", std::env::consts::EXE_SUFFIX))
    }

    /// An empty folder that goes when its owner does; those of runs that were killed outright go first.
    pub fn scratch(kind: &str, parent: &Path, mode: u32) -> Res<TempDir> {
        sweep(parent);
        tempfile::Builder::new()
            .prefix(&format!("{SCRATCH}{kind}-{}-", std::process::id()))
            .permissions(PermissionsExt::from_mode(mode))
            .tempdir_in(parent)
            .map_err(|e| format!("cannot make a folder in {}: {e}", parent.display()))
    }

    /// A folder that is kept between runs, for tools (`venv`) and logs; made when it is missing.
    pub fn kept(&self, name: &str) -> Res<PathBuf> {
        let dir = self.target.join("xtask").join(name);
        std::fs::create_dir_all(&dir).map_err(|e| format!("cannot make {}: {e}", dir.display()))?;
        Ok(dir)
    }
}

/// Removes scratch folders whose process is gone. Where processes cannot be looked up, nothing is removed.
fn sweep(parent: &Path) {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return;
    }
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        if owner(&entry.file_name().to_string_lossy()).is_some_and(|id| !processes.join(id.to_string()).exists()) {
            // a folder of another account stays; it is not ours to remove
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}

/// The process in a scratch folder's name.
fn owner(name: &str) -> Option<u32> {
    name.strip_prefix(SCRATCH)?.split('-').nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_dead_runs_go_and_others_stay() {
        let parent = tempfile::tempdir().unwrap();
        // process numbers end at 4194304 on Linux
        let (dead, foreign) = (
            parent.path().join("zhijia-xtask-pg-4194999-ab"),
            parent.path().join("zhijia-notes"),
        );
        std::fs::create_dir(&dead).unwrap();
        std::fs::create_dir(&foreign).unwrap();
        let ours = Places::scratch("pg", parent.path(), 0o755).unwrap();
        let again = Places::scratch("pg", parent.path(), 0o755).unwrap();
        assert!(!dead.exists() || !Path::new("/proc/self").exists());
        assert!(foreign.exists() && ours.path().exists() && again.path().exists());
    }
}
