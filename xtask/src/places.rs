//! Where things lie: the workspace, the build's folder, and what the chores keep there between runs.

use std::path::{Path, PathBuf};

use crate::Res;

/// The folders a chore works with.
#[derive(Debug, Clone)]
pub struct Places {
    root: PathBuf,
    target: PathBuf,
}

impl Places {
    /// The workspace this chore was built from, and the target folder cargo was told to use.
    pub fn find() -> Res<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
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

    /// The release binary of the product.
    pub fn release_binary(&self) -> PathBuf {
        self.target
            .join("release")
            .join(format!("zhijia{}", std::env::consts::EXE_SUFFIX))
    }

    /// A folder that is kept between runs, for tools (`venv`) and logs; made when it is missing.
    pub fn kept(&self, name: &str) -> Res<PathBuf> {
        let dir = self.target.join("xtask").join(name);
        std::fs::create_dir_all(&dir).map_err(|e| format!("cannot make {}: {e}", dir.display()))?;
        Ok(dir)
    }
}
