//! The command line. `--help` teaches: each command says what it is for and gives an example.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::{
    commands,
    config::{Serving, Where},
    say,
};

/// 职家：基层工会的工作系统。 Zhijia, the work system of a grassroots trade union.
#[derive(Parser, Debug)]
#[command(name = "zhijia", version, about, long_about = None, arg_required_else_help = true,
    after_help = "先看看样子 / to look around:   zhijia demo\n开始使用 / to begin:           zhijia serve --data ./data\n\n数据默认放在当前目录的 data 文件夹；大单位可用 --database-url 接 PostgreSQL。\nData live in ./data by default; large installations use --database-url with PostgreSQL.")]
pub struct Command {
    #[command(flatten)]
    place: Where,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// 启动服务，在浏览器里使用。 Serve the product to browsers.
    #[command(
        after_help = "例 / example:  zhijia serve --data /var/lib/zhijia --listen 0.0.0.0:8688 --origin https://gh.example.cn --secure --proxy"
    )]
    Serve(Serving),
    /// 造一个示例学校工会的一年并打开。 Make a believable school union's year and serve it.
    #[command(
        after_help = "没有 --data 时放在临时文件夹，退出即删。\nWithout --data it lives in a folder that vanishes at the end."
    )]
    Demo(Serving),
    /// 读一份计划、总结，列出读懂的内容。 Read a plan or summary and print what was understood.
    #[command(after_help = "例 / example:  zhijia read 2026年工会工作计划.docx --json")]
    Read {
        /// .docx .txt .html .xlsx .csv .pdf
        file: PathBuf,
        /// JSON instead of an outline. 输出 JSON
        #[arg(long)]
        json: bool,
    },
    /// 由全年台帐起草工作总结（Word）。 Draft the year's summary from the register as a Word file.
    #[command(after_help = "例 / example:  zhijia summary --data ./data --year 2026 --out 2026年工会工作总结.docx")]
    Summary(Summary),
    /// 核验日志与台帐，说出每一处不符。 Re-derive log and register; name every difference; exit 1 if any.
    Verify {
        /// JSON instead of lines. 输出 JSON
        #[arg(long)]
        json: bool,
    },
    /// 把全部数据备份成一个文件；使用中也可以。 Back everything up into one file, while in use.
    #[command(after_help = "例 / example:  zhijia backup --data ./data 2026-11-21.zhijia")]
    Backup {
        /// The file to write; it must not exist yet.
        file: PathBuf,
    },
    /// 把备份恢复到一个空的数据库。 Restore a backup into an empty database, of either kind.
    #[command(after_help = "例 / example:  zhijia restore --database-url postgres://… 2026-11-21.zhijia")]
    Restore {
        /// A file made by `zhijia backup`.
        file: PathBuf,
    },
    /// 把全部数据搬到一个空的 PostgreSQL，搬完逐项核对。 Move everything into an empty PostgreSQL and compare.
    #[command(
        name = "migrate-to",
        after_help = "例 / example:  zhijia migrate-to --data ./data postgres://zhijia:密码@db.example.cn/zhijia\n请先停止服务。要么全部搬到，要么什么都不留下；原来的数据一个字也不改。\nStop the service first. All of it arrives or nothing; the old data stay untouched."
    )]
    MigrateTo {
        /// The address of an empty database: postgres://user:password@host/database
        url: String,
    },
    /// 打印把各表分布到多台机器（Citus）的语句。 Print the statements that spread the tables over machines (Citus).
    #[command(
        after_help = "例 / example:  zhijia distribution > citus.sql\n由本程序的表结构生成，不读数据；与随程序附上的 deploy/citus.sql 一样。\nMade from the program's own schema, reading no data; the same as deploy/citus.sql."
    )]
    Distribution,
    /// 造任意大小的模拟数据，同一个种子每次都一样。 Make believable data of any size, the same for the same seed.
    #[command(
        after_help = "例 / example:  zhijia simulate --data ./trial --unions 1000 --members 100000 --years 3 --seed 1\n只能造到空的文件夹或数据库里；用于试用和测速，不是真人。\nOnly into an empty place; for trials and measurements, nobody in it is real."
    )]
    Simulate(Simulate),
    /// 把很大的名册直接导入会员名册。 Take a very large roster into the register of members.
    #[command(
        after_help = "例 / example:  zhijia import --data ./data 全市会员.csv --union 市总工会 --returned 退回.xlsx\n与网页“导入名册”同样检查；建议一律按默认采用，没有的小组自动新建。中断后再运行一次即接着做。\nChecked as in the browser, with the usual proposals taken and unknown groups founded. Run it again to go on after an interruption."
    )]
    Import(Import),
    /// 管理登录账户。 Manage sign-in accounts.
    User {
        #[command(subcommand)]
        what: User,
    },
    /// 管理密钥：身份证号等内容用它加密。 Manage the keys that identity numbers and the like are sealed with.
    #[command(
        after_help = "密钥文件默认是数据文件夹里的 zhijia.keys，不在备份里，请另存一份。\nThe key file is zhijia.keys in the data folder unless --key-file names another. It is in no backup: keep a copy apart."
    )]
    Keys {
        #[command(subcommand)]
        what: Keys,
    },
}

/// What can be done with the keys.
#[derive(Subcommand, Debug)]
pub enum Keys {
    /// 列出密钥和各用在多少处。 List the keys and how much is sealed under each.
    Show,
    /// 换一把新密钥，并把已有内容改用新密钥；使用中也可以。 Take a new key and bring everything under it, while in use.
    #[command(
        after_help = "中途断了再运行 zhijia keys reseal 接着做。旧密钥还留在文件里，因为旧备份要用。\nIf it is interrupted, `zhijia keys reseal` goes on. The old key stays in the file: older backups need it."
    )]
    Rotate,
    /// 接着把还用着旧密钥的内容改用新密钥。 Bring what is still under older keys under the newest.
    Reseal,
    /// 删掉一把不再用的旧密钥。 Take an old key that nothing uses any more out of the file.
    #[command(
        after_help = "用这把密钥时做的备份以后要读，请先留一份旧的密钥文件。\nBackups of its time need it: keep an old copy of the file as long as those."
    )]
    Forget {
        /// The key's number, as `zhijia keys show` lists it. 编号
        number: u16,
    },
    /// 密钥文件确实找不回来时，造新的密钥继续用。 When the key file is lost for good: make new keys and go on.
    #[command(
        after_help = "用丢失的密钥加密的内容（如身份证号）从此读不出来，要重新录入；其他内容不受影响。\nWhat was sealed under lost keys stays closed and has to be entered again; all else is as it was."
    )]
    Replace {
        /// 确认：旧密钥真的找不回来了。 Yes, the old keys are lost for good.
        #[arg(long)]
        lost: bool,
    },
}

/// Which summary, and where to.
#[derive(Args, Debug)]
pub struct Summary {
    /// The year. 年份
    #[arg(long)]
    pub year: i16,
    /// The Word file to write. 输出文件
    #[arg(long)]
    pub out: PathBuf,
    /// The union's name, if the installation holds several. 工会名称
    #[arg(long)]
    pub union: Option<String>,
}

/// Which roster, and into which union.
#[derive(Args, Debug)]
pub struct Import {
    /// .csv .xlsx .xls .ods
    pub file: PathBuf,
    /// The union's name, if the installation holds several. 工会名称
    #[arg(long)]
    pub union: Option<String>,
    /// Where to write the rows that were not taken in: .xlsx, or .csv. 退回表
    #[arg(long)]
    pub returned: Option<PathBuf>,
    /// What to do with members who are known: fill, take, skip, back. 已在名册的人
    #[arg(long, default_value = "fill")]
    pub known: String,
    /// Joined on, where the file does not say; today if not given. 入会日期
    #[arg(long)]
    pub joined: Option<kernel::Date>,
}

/// How much to make up.
#[derive(Args, Debug)]
pub struct Simulate {
    /// Unions, from the one at the top down. 工会数
    #[arg(long, default_value_t = 40)]
    pub unions: u32,
    /// Members of all unions together. 会员数
    #[arg(long, default_value_t = 4000)]
    pub members: u32,
    /// Over how many years they came and went. 年数
    #[arg(long, default_value_t = 3)]
    pub years: u8,
    /// Another number gives another world. 种子
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// What can be done with accounts from the command line.
#[derive(Subcommand, Debug)]
pub enum User {
    /// 新建账户并设为某工会的某职务。 Create an account with a role.
    #[command(
        after_help = "例 / example:  zhijia user create --data ./data --name 王芳 --sign-in wangfang --role officer\n密码从标准输入读一行；不给则生成一个并打印一次。\nThe password is one line from standard input with --password-stdin; otherwise one is made and printed once."
    )]
    Create {
        /// The person's name. 姓名
        #[arg(long)]
        name: String,
        /// The sign-in name. 登录名
        #[arg(long = "sign-in")]
        sign_in: String,
        /// chair vice_chair officer treasurer auditor group_leader member admin
        #[arg(long, default_value = "officer")]
        role: String,
        /// The union's name, if the installation holds several; if it holds none, one of this name is founded.
        #[arg(long)]
        union: Option<String>,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// 重设密码，旧的登录全部失效。 Reset a password and end all sessions.
    Reset {
        /// The sign-in name. 登录名
        sign_in: String,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// 关闭二次验证（手机和备用码都丢了）。 Take the second factor off an account that lost phone and codes.
    SecondOff {
        /// The sign-in name. 登录名
        sign_in: String,
    },
    /// 停用账户。 Disable an account.
    Disable {
        /// The sign-in name. 登录名
        sign_in: String,
    },
}

/// Runs a command; trouble is told in a sentence and ends with a code other than 0.
#[must_use]
pub fn run(command: Command) -> ExitCode {
    let place = &command.place;
    let outcome = match command.what {
        What::Serve(serving) => commands::serve::serve(place, &serving),
        What::Demo(serving) => commands::serve::demo(place, &serving),
        What::Read { file, json } => commands::read::read(&file, json),
        What::Summary(summary) => commands::summary::summary(place, &summary),
        What::Verify { json } => commands::keep::verify(place, json),
        What::Backup { file } => commands::keep::backup(place, &file),
        What::Restore { file } => commands::keep::restore(place, &file),
        What::MigrateTo { url } => commands::moving::migrate_to(place, url),
        What::Distribution => commands::moving::distribution(),
        What::Import(import) => commands::import::import(place, &import),
        What::Simulate(size) => commands::simulate::simulate(place, &size),
        What::User { what } => commands::user::user(place, what),
        What::Keys { what } => commands::keys::keys(place, &what),
    };
    match outcome {
        Ok(code) => code,
        Err(sentence) => {
            say::trouble(sentence);
            ExitCode::FAILURE
        }
    }
}
