//! Workbooks taken out, brought back, and refused cell by cell.

use org::Role;

use super::{confirmed, kit, rule, sheet};

#[test]
fn every_wrong_cell_is_named_and_nothing_is_written() {
    testkit::story(kit, |s| {
        let officer = s.person(Role::Officer);
        officer.get("/rules/imports/new").expect(200);
        officer.post("/rules/imports/new", &[]).expect(422);
        let text =
            "事项,规则,依据,起始日\n生日慰问,三百块钱吧,委员会决定,2026-01-01\n退休离岗纪念品,500元,,2026-01-01\n";
        let file = [("file", "本会标准.csv", text.as_bytes())];
        let at = officer.upload("/rules/imports/new", &[], &file).expect(303).location();
        let page = officer.get(&at).expect(200);
        assert!(
            page.shows("B2") && page.shows("三百块钱吧") && page.shows("C3"),
            "{}",
            page.text()
        );
        let id = at.rsplit('/').next().unwrap().to_owned();
        officer.post(&format!("/rules/imports/{id}/take"), &[]).expect(422);
        assert!(officer.get("/rules/own").expect(200).shows("还没有自己的规则"));
        officer.post(&format!("/rules/imports/{id}/drop"), &[]).expect(303);
        officer.post(&format!("/rules/imports/{id}/drop"), &[]).expect(409);
        s.outsider(Role::Chair).get(&format!("/rules/imports/{id}")).expect(404);
    });
}

#[test]
fn what_is_taken_out_comes_back_the_same() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let sheets = chair.get_json("/rules/sheets").expect(200).json();
        let shipped = sheets["elsewhere"].as_array().unwrap();
        let anhui = shipped.iter().find(|one| one["shipped"] == "anhui-2018").unwrap();
        let id = anhui["id"].as_str().unwrap().to_owned();
        let out = chair.get(&format!("/rules/sheets/{id}/sheet.xlsx")).expect(200);
        assert!(out.bytes.starts_with(b"PK"));
        // into a sheet of another place
        let at = sheet(&chair, "36");
        let to = at.rsplit('/').next().unwrap().to_owned();
        let file = [("file", "标准.xlsx", out.bytes.as_slice())];
        let import = chair
            .upload("/rules/imports/new", &[("sheet", to.as_str())], &file)
            .expect(303)
            .location();
        assert!(chair.get(&import).expect(200).shows("10 行都可以收下"));
        let id = import.rsplit('/').next().unwrap().to_owned();
        chair.post(&format!("/rules/imports/{id}/take"), &[]).expect(303);
        chair.post(&format!("/rules/imports/{id}/take"), &[]).expect(409);
        let page = chair.get_json(&at).expect(200).json();
        assert_eq!(page["sheet"]["rules"], 10);
        // a second time it would overlap, row by row
        let again = chair
            .upload("/rules/imports/new", &[("sheet", to.as_str())], &file)
            .expect(303)
            .location();
        let page = chair.get(&again).expect(200);
        assert!(page.shows("重叠"), "{}", page.text());
        let id = again.rsplit('/').next().unwrap().to_owned();
        chair.post(&format!("/rules/imports/{id}/take"), &[]).expect(422);
    });
}

#[test]
fn own_rules_go_out_and_a_new_year_s_come_in() {
    testkit::story(kit, |s| {
        confirmed(s, &rule("birthday", "200元", "2025-01-01"));
        let chair = s.person(Role::Chair);
        let out = chair.get("/rules/own/sheet.xlsx").expect(200);
        assert!(out.bytes.starts_with(b"PK"));
        let text = "本会 2026 年标准\n\n事项,规则,依据,起始日,力度\n生日慰问,250元,委员会决定,2026/1/1,须说明理由\n";
        let file = [("file", "2026.csv", text.as_bytes())];
        let import = chair.upload("/rules/imports/new", &[], &file).expect(303).location();
        assert!(chair.get(&import).expect(200).shows("将使原规则到期"));
        let id = import.rsplit('/').next().unwrap().to_owned();
        chair.post(&format!("/rules/imports/{id}/take"), &[]).expect(303);
        assert!(chair.get(&import).expect(200).shows("已经收下"));
        let own = chair.get("/rules/own").expect(200);
        assert!(own.shows("250.00 元") && own.shows("须说明理由"), "{}", own.text());
        let wrong = [("file", "照片.png", b"\x89PNG\r\n".as_slice())];
        chair.upload("/rules/imports/new", &[], &wrong).expect(422);
        chair
            .upload(
                "/rules/imports/new",
                &[],
                &[("file", "名册.csv", "姓名\n张三\n".as_bytes())],
            )
            .expect(422);
    });
}
