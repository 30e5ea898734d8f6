// A plan as offices like to draw it: some lines, then one table, with cells that hold several items.

export const LEAD = `实验小学工会{year}—{next}学年第一学期工作安排表
为使本学期工会工作有计划、有着落，经工会委员会讨论，将各项工作分解到月、落实到人。各工会小组请对照安排，提前做好准备。`;

export const ROWS = [
  ['时间', '工作内容', '责任人', '经费（元）'],
  ['八月下旬', '1.召开工会委员会会议，商定本学期工作\n2.新入职教师座谈会', '李红梅', ''],
  ['九月', '1.教师节庆祝活动\n2.中秋节前慰问困难教职工', '王建国', '6000'],
  [null, '3.“青蓝工程”师徒结对仪式', '张晓燕', ''],
  ['十月', '1.重阳节走访退休教师\n2.教职工趣味运动会，各小组均须组队', '刘芳', '9200'],
  ['十一月', '1.教学基本功比武\n2.征集合理化建议；汇总后送校长室', '张晓燕', '3000'],
  ['十二月', '1.冬送温暖，走访大病和困难教职工\n2.迎元旦教职工联欢', '刘芳', '12000'],
  ['次年一月', '1.“好教师”立功竞赛总结评比\n2.工会财务内审\n3.整理档案，撰写学期总结', '陈志强', ''],
];

/** A later text: the contest a month earlier, one visit more, other words for the party, the pairs of teachers gone. */
export const LATER = ROWS.filter((row) => row[0] !== null).map(([time, work, ...rest]) => [
  time,
  work
    .replace('1.教学基本功比武\n2.征集', '1.征集')
    .replace('各小组均须组队', '各小组均须组队\n3.教学基本功比武')
    .replace('迎元旦教职工联欢', '迎元旦教职工联欢会，师生同台\n3.慰问食堂和保洁职工'),
  ...rest,
]);

export const FOOT = '备注：每项活动前一周由责任人报方案，结束后三天内交照片和小结。';
