-- The tables of Zhijia on many machines, for PostgreSQL with Citus. Made by `zhijia distribution` from the schema; do not edit.
-- Run it on the coordinator against a database that holds the tables (`zhijia migrate-to`, `zhijia restore` or a first
-- start), while the product is stopped:
--
--   psql -v ON_ERROR_STOP=1 --single-transaction -f citus.sql postgres://…/zhijia
--
-- What is laid out already is passed over, so that it may be run again, also after an upgrade that brought new tables.

CREATE EXTENSION IF NOT EXISTS citus;

-- Tables of the installation: a copy on every machine.
SELECT create_reference_table('account')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('account' AS regclass));
SELECT create_reference_table('access_token')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('access_token' AS regclass));
SELECT create_reference_table('attempt')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('attempt' AS regclass));
SELECT create_reference_table('hardship_person')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('hardship_person' AS regclass));
SELECT create_reference_table('identity_place')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('identity_place' AS regclass));
SELECT create_reference_table('measure')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('measure' AS regclass));
SELECT create_reference_table('outside_identity')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('outside_identity' AS regclass));
SELECT create_reference_table('outside_visit')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('outside_visit' AS regclass));
SELECT create_reference_table('recovery_code')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('recovery_code' AS regclass));
SELECT create_reference_table('rule_sheet')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('rule_sheet' AS regclass));
SELECT create_reference_table('rule_row')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('rule_row' AS regclass));
SELECT create_reference_table('second_factor')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('second_factor' AS regclass));
SELECT create_reference_table('session')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('session' AS regclass));
SELECT create_reference_table('store_key')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('store_key' AS regclass));
SELECT create_reference_table('union_act')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('union_act' AS regclass));
SELECT create_reference_table('union_node')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('union_node' AS regclass));
SELECT create_reference_table('invitation')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('invitation' AS regclass));
SELECT create_reference_table('join_link')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('join_link' AS regclass));
SELECT create_reference_table('join_ticket')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('join_ticket' AS regclass));
SELECT create_reference_table('stand')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('stand' AS regclass));
SELECT create_reference_table('union_act_part')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('union_act_part' AS regclass));
SELECT create_reference_table('union_asking')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('union_asking' AS regclass));
SELECT create_reference_table('union_edge')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('union_edge' AS regclass));
SELECT create_reference_table('union_tally')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('union_tally' AS regclass));

-- Tables of unions: cut by the union, all alike.
SELECT create_distributed_table('event', 'union_id', colocate_with => 'none')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('event' AS regclass));
SELECT create_distributed_table('aid_kind', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('aid_kind' AS regclass));
SELECT create_distributed_table('aid_round', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('aid_round' AS regclass));
SELECT create_distributed_table('approval_deputy', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('approval_deputy' AS regclass));
SELECT create_distributed_table('approval_setup', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('approval_setup' AS regclass));
SELECT create_distributed_table('body', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('body' AS regclass));
SELECT create_distributed_table('calendar_feed', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('calendar_feed' AS regclass));
SELECT create_distributed_table('care_round', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('care_round' AS regclass));
SELECT create_distributed_table('changes_seen', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('changes_seen' AS regclass));
SELECT create_distributed_table('check_round', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('check_round' AS regclass));
SELECT create_distributed_table('check_day', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('check_day' AS regclass));
SELECT create_distributed_table('check_package', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('check_package' AS regclass));
SELECT create_distributed_table('fact', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('fact' AS regclass));
SELECT create_distributed_table('fact_sum', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('fact_sum' AS regclass));
SELECT create_distributed_table('fact_summed', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('fact_summed' AS regclass));
SELECT create_distributed_table('good', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('good' AS regclass));
SELECT create_distributed_table('care_round_item', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('care_round_item' AS regclass));
SELECT create_distributed_table('job', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('job' AS regclass));
SELECT create_distributed_table('join_consent', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('join_consent' AS regclass));
SELECT create_distributed_table('judgement', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('judgement' AS regclass));
SELECT create_distributed_table('letter_card', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('letter_card' AS regclass));
SELECT create_distributed_table('letter_in', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('letter_in' AS regclass));
SELECT create_distributed_table('letter_out', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('letter_out' AS regclass));
SELECT create_distributed_table('member', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('member' AS regclass));
SELECT create_distributed_table('aid_child', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('aid_child' AS regclass));
SELECT create_distributed_table('application', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('application' AS regclass));
SELECT create_distributed_table('approval_case', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('approval_case' AS regclass));
SELECT create_distributed_table('approval_benefit', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('approval_benefit' AS regclass));
SELECT create_distributed_table('approval_mark', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('approval_mark' AS regclass));
SELECT create_distributed_table('approval_step', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('approval_step' AS regclass));
SELECT create_distributed_table('care_round_line', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('care_round_line' AS regclass));
SELECT create_distributed_table('care_round_trouble', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('care_round_trouble' AS regclass));
SELECT create_distributed_table('check_booking', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('check_booking' AS regclass));
SELECT create_distributed_table('check_slot', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('check_slot' AS regclass));
SELECT create_distributed_table('collection', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('collection' AS regclass));
SELECT create_distributed_table('collection_gift', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('collection_gift' AS regclass));
SELECT create_distributed_table('collection_payout', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('collection_payout' AS regclass));
SELECT create_distributed_table('correction', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('correction' AS regclass));
SELECT create_distributed_table('correction_line', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('correction_line' AS regclass));
SELECT create_distributed_table('given', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('given' AS regclass));
SELECT create_distributed_table('hardship', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('hardship' AS regclass));
SELECT create_distributed_table('aid', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('aid' AS regclass));
SELECT create_distributed_table('hardship_proof', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('hardship_proof' AS regclass));
SELECT create_distributed_table('hardship_step', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('hardship_step' AS regclass));
SELECT create_distributed_table('hardship_text', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('hardship_text' AS regclass));
SELECT create_distributed_table('member_consent', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('member_consent' AS regclass));
SELECT create_distributed_table('member_export', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('member_export' AS regclass));
SELECT create_distributed_table('member_list', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('member_list' AS regclass));
SELECT create_distributed_table('member_recording', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('member_recording' AS regclass));
SELECT create_distributed_table('member_sealed', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('member_sealed' AS regclass));
SELECT create_distributed_table('member_version', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('member_version' AS regclass));
SELECT create_distributed_table('mutual_plan', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('mutual_plan' AS regclass));
SELECT create_distributed_table('enrolment', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('enrolment' AS regclass));
SELECT create_distributed_table('enrolled', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('enrolled' AS regclass));
SELECT create_distributed_table('claim', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('claim' AS regclass));
SELECT create_distributed_table('claim_paper', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('claim_paper' AS regclass));
SELECT create_distributed_table('claim_proof', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('claim_proof' AS regclass));
SELECT create_distributed_table('offer', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('offer' AS regclass));
SELECT create_distributed_table('offer_kind', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('offer_kind' AS regclass));
SELECT create_distributed_table('offer_slot', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('offer_slot' AS regclass));
SELECT create_distributed_table('offer_place', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('offer_place' AS regclass));
SELECT create_distributed_table('offer_signup', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('offer_signup' AS regclass));
SELECT create_distributed_table('offer_child', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('offer_child' AS regclass));
SELECT create_distributed_table('once', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('once' AS regclass));
SELECT create_distributed_table('own_note', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('own_note' AS regclass));
SELECT create_distributed_table('own_rule', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('own_rule' AS regclass));
SELECT create_distributed_table('pair', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('pair' AS regclass));
SELECT create_distributed_table('pair_card', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('pair_card' AS regclass));
SELECT create_distributed_table('pair_helper', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('pair_helper' AS regclass));
SELECT create_distributed_table('paper_content', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('paper_content' AS regclass));
SELECT create_distributed_table('paper', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('paper' AS regclass));
SELECT create_distributed_table('meeting', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('meeting' AS regclass));
SELECT create_distributed_table('meeting_item', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('meeting_item' AS regclass));
SELECT create_distributed_table('meeting_item_paper', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('meeting_item_paper' AS regclass));
SELECT create_distributed_table('paper_chunk', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('paper_chunk' AS regclass));
SELECT create_distributed_table('past_source', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('past_source' AS regclass));
SELECT create_distributed_table('past_figure', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('past_figure' AS regclass));
SELECT create_distributed_table('payment', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('payment' AS regclass));
SELECT create_distributed_table('period_close', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('period_close' AS regclass));
SELECT create_distributed_table('plan', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('plan' AS regclass));
SELECT create_distributed_table('plan_course', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('plan_course' AS regclass));
SELECT create_distributed_table('plan_measure', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('plan_measure' AS regclass));
SELECT create_distributed_table('plan_section', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('plan_section' AS regclass));
SELECT create_distributed_table('plan_text', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('plan_text' AS regclass));
SELECT create_distributed_table('post', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('post' AS regclass));
SELECT create_distributed_table('approval_seat', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('approval_seat' AS regclass));
SELECT create_distributed_table('holding', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('holding' AS regclass));
SELECT create_distributed_table('proof_gone', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('proof_gone' AS regclass));
SELECT create_distributed_table('purchase', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('purchase' AS regclass));
SELECT create_distributed_table('purchase_line', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('purchase_line' AS regclass));
SELECT create_distributed_table('receipt', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('receipt' AS regclass));
SELECT create_distributed_table('receipt_line', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('receipt_line' AS regclass));
SELECT create_distributed_table('recuperation', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('recuperation' AS regclass));
SELECT create_distributed_table('recuperation_group', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('recuperation_group' AS regclass));
SELECT create_distributed_table('recuperation_entry', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('recuperation_entry' AS regclass));
SELECT create_distributed_table('recuperation_past', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('recuperation_past' AS regclass));
SELECT create_distributed_table('recuperation_quota', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('recuperation_quota' AS regclass));
SELECT create_distributed_table('reset_request', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('reset_request' AS regclass));
SELECT create_distributed_table('role_grant', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('role_grant' AS regclass));
SELECT create_distributed_table('roster', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('roster' AS regclass));
SELECT create_distributed_table('roster_block', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('roster_block' AS regclass));
SELECT create_distributed_table('roster_changed', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('roster_changed' AS regclass));
SELECT create_distributed_table('roster_choice', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('roster_choice' AS regclass));
SELECT create_distributed_table('roster_chunk', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('roster_chunk' AS regclass));
SELECT create_distributed_table('roster_found', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('roster_found' AS regclass));
SELECT create_distributed_table('roster_group', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('roster_group' AS regclass));
SELECT create_distributed_table('roster_layout', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('roster_layout' AS regclass));
SELECT create_distributed_table('rule_import', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('rule_import' AS regclass));
SELECT create_distributed_table('seal', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('seal' AS regclass));
SELECT create_distributed_table('stock_move', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('stock_move' AS regclass));
SELECT create_distributed_table('store_counter', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('store_counter' AS regclass));
SELECT create_distributed_table('summary', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('summary' AS regclass));
SELECT create_distributed_table('summary_approval', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('summary_approval' AS regclass));
SELECT create_distributed_table('summary_figure', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('summary_figure' AS regclass));
SELECT create_distributed_table('summary_phrase', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('summary_phrase' AS regclass));
SELECT create_distributed_table('summary_section', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('summary_section' AS regclass));
SELECT create_distributed_table('task', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('task' AS regclass));
SELECT create_distributed_table('meeting_decision', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('meeting_decision' AS regclass));
SELECT create_distributed_table('meeting_person', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('meeting_person' AS regclass));
SELECT create_distributed_table('plan_entry', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('plan_entry' AS regclass));
SELECT create_distributed_table('task_comment', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('task_comment' AS regclass));
SELECT create_distributed_table('task_helper', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('task_helper' AS regclass));
SELECT create_distributed_table('task_need', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('task_need' AS regclass));
SELECT create_distributed_table('task_read', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('task_read' AS regclass));
SELECT create_distributed_table('task_reminder', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('task_reminder' AS regclass));
SELECT create_distributed_table('task_step', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('task_step' AS regclass));
SELECT create_distributed_table('term_notice', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('term_notice' AS regclass));
SELECT create_distributed_table('verify_run', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('verify_run' AS regclass));
SELECT create_distributed_table('visit_reason', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('visit_reason' AS regclass));
SELECT create_distributed_table('life_event', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('life_event' AS regclass));
SELECT create_distributed_table('visit', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('visit' AS regclass));
SELECT create_distributed_table('visit_season', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('visit_season' AS regclass));
SELECT create_distributed_table('visit_visitor', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('visit_visitor' AS regclass));
SELECT create_distributed_table('work', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('work' AS regclass));
SELECT create_distributed_table('worker_count', 'union_id', colocate_with => 'event')
  WHERE NOT EXISTS (SELECT 1 FROM citus_tables WHERE table_name = CAST('worker_count' AS regclass));
