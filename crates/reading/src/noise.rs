//! Lines that a site, a printer or a file wrote round the text.

use crate::pattern::patterns;

patterns! {
    /// Words that only stand in what sites write.
    SITE = r"温馨提示|您的位置|本文共计|共计\d+字|下载可编辑|网友投稿|侵权|欢迎(?:阅读|下载|收藏)|更多(?:范文|精彩|资料|内容)|本文(?:地址|链接|来源)|点击数|访问量|浏览:|网站客服|联系客服|本文档由|文档下载|下载文档|下载后|下载前|付费|版权归|版权所有|免责声明|推荐阅读|推荐度|点击下载|文档为doc|将本信息的|扫码|二维码|公众号|猜你喜欢|相关文章|相关推荐|返回(?:顶部|首页|列表)|打印本页|字号[::]|责任编辑|上一篇|下一篇|本站|收藏本|转载|举报|投诉处理|(?:https?://|www\.)|[a-z0-9]{3,40}\.(?:com|cn|net|org)|点击(?:查看|这里|此处)|关注我们|加微信|微信号|小编|热门(?:文章|标签)|浏览(?:次数|量)|阅读(?:次数|量)|当前位置|登录后|会员免费|VIP|积分下载|文库";
    /// Lines that are nothing but a date, a page number or a stamp of a site.
    BARE = r"^(?:[-\s]*第?\s*\d{1,4}\s*页?[-\s/,]*(?:共?\s*\d{1,4}\s*页)?[-\s]*|page\s*\d+(?:\s*of\s*\d+)?|[-\s]*(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[-\s]*|\d{1,2}:\d\d(?::\d\d)?|[-=_*#·.。~\s]+|</?[a-zA-Z]{1,6}/?>)$";
    STAMP = r"^(?:发布|更新|创建|上传)?(?:时间|日期)\s?[::]\s?20\d\d[-/年.]\d{1,2}.*(?:作者|来源|编辑|浏览|\d\d:\d\d:\d\d)|^(?:作者|来源|编辑|上传者|文件名|文件大小|页数|关键词|标签|文档编号|版本号|编号)\s?[::]";
    /// Titles of other papers in a list of links.
    LINK = r"(?:【|\((?:通用|精选|必备|推荐|优秀|热门|集合|合集|汇总|最新|实用)?)\d{1,3}篇(?:】|\))$";
    MAIL = r"[A-Za-z0-9_.]{1,40}@[A-Za-z0-9_]{1,40}\.[a-z]+|[qQ][qQ]\s?[::]?\s?\d{5,}|(?:客服|联系)?(?:电话|热线)\s?[::]\s?[\d-]{7,}";
}

/// Longest line that can be noise for its words: a paragraph may name a download too.
const WORDS_MAX: usize = 120;

/// Why a line is no part of the paper; `None` where it is.
pub(crate) fn reason(line: &str) -> Option<&'static str> {
    let line = line.trim();
    if BARE.is_match(line) {
        return Some("date, page number or rule");
    }
    let short = line.chars().nth(WORDS_MAX).is_none();
    if !short {
        return None;
    }
    if STAMP.is_match(line) {
        return Some("stamp of a site or a file");
    }
    let advert = line.starts_with('【') && line.contains("--");
    if advert || SITE.is_match(line) || MAIL.is_match(line) {
        return Some("words of a site");
    }
    None
}

/// Whether a line is one of a list of links to other papers.
pub(crate) fn link(line: &str) -> bool {
    LINK.is_match(line.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_and_prose() {
        for line in [
            "温馨提示:",
            "2024-02-23",
            "- 3 -",
            "第 2 页 共 8 页",
            "时间:2026-01-21 17:36:53 作者:admin",
            "【628568.com--工作计划】",
            "网站客服:3074922707",
            "推荐度:",
            "Page 1 of 3",
        ] {
            assert!(
                reason(&line.to_lowercase()).is_some() || reason(line).is_some(),
                "{line}"
            );
        }
        for line in [
            "三月份:",
            "1.组织会员体检。",
            "一、指导思想",
            "2020年9月",
            "3月8日 庆祝妇女节",
            "时间:3月8日下午",
            "2023",
        ] {
            assert!(line == "2023" || reason(line).is_none(), "{line}");
        }
    }
}
