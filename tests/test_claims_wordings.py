# ruff: noqa: E501
"""Wordings of figures in prose and what is read in them. Every sentence is invented, as are agency and figures.

One sentence a line, then the claims read, in order, parted by `|`:

    subject 12        a value; `~`: about; `?`: a range; `!reason`: read, but compared with nothing
    no subject        there was nothing
    all subject       all of it was done, so that the figures of the subject are zero
    upheld subject 3  results; without a number: all were upheld
    share s 55 of 33/60      a share in percent, of the figure before it and its likeliest total
    growth s -13件 of 56     a change, of the figure it is said of (and the figure of the year before)
    sum s 60 = 57 + 3        a total and its parts; `+ …`: there may be more parts

`⏎` is a line break. The report is that of 青川市云岭县人民政府 for 2023 in the form of 2021.
"""

from __future__ import annotations

import pytest

from disclosure_lint.report.model import Claim
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.claims import claims

TITLE = "青川市云岭县人民政府2023年政府信息公开工作年度报告\n"


def read(text: str) -> tuple[Claim, ...]:
    """The claims of a sentence of the report."""
    source = Source("report.txt", TITLE + text.replace("⏎", "\n"))
    span = Span(len(TITLE), len(source.text))
    return claims(source, [(1, span)], year=2023, edition="2021")


def number(claim: Claim) -> str:
    return ("?" if claim.value is None else str(claim.value)) + "~" * claim.approximate


def told(claim: Claim) -> str:
    """A claim in the notation of this file."""
    doubt = f" !{claim.abstains}" if claim.abstains else ""
    parts = [number(part) for part in claim.parts]
    if claim.kind == "value":
        return f"{claim.subject} {number(claim)}{doubt}"
    if claim.kind == "zero":
        return f"no {claim.subject}{doubt}"
    if claim.kind in ("all", "upheld"):
        stated = f" {number(claim)}" if claim.value_span else ""
        return f"{claim.kind} {claim.subject}{stated}{doubt}"
    if claim.kind == "share":
        of = " of " + "/".join(parts[:2]) if parts else ""
        return f"share {claim.subject} {number(claim)}{of}{doubt}"
    if claim.kind == "growth":
        of = " of " + "/".join(parts) if parts else ""
        return f"growth {claim.subject} {number(claim)}{claim.unit}{of}{doubt}"
    more = " + …" if claim.open_list else ""
    return f"sum {claim.subject} {number(claim)} = {' + '.join(parts)}{more}{doubt}"


CASES = """
2023年，我局共收到政府信息公开申请三十七件，已全部办结。 => received 37 | all carried_out
全年受理依申请公开1,204件，同比增长12.5%。 => accepted 1204 | growth accepted 12.5% of 1204
全年收到政府信息公开申请约1.2万件。 => received 12000~
全年收到政府信息公开申请20余件。 => received 20~
收到申请超过300件，办结近290件。 =>
本年度共收到政府信息公开申请１２件，均已按期办结。 => received 12 | all carried_out
全年共收到政府信息公开申请15至20件。 => received ?~ !range
2022年收到政府信息公开申请45件，2023年收到56件。 => received 45 !other_year | received 56
2022年，全县收到政府信息公开申请45件。 => received 45 !other_year
较上年减少13件。 =>
全县共收到申请56件，比2022年增加11件，增长24.4%。 => growth item 11件 of 56 | growth item 24.4% of 56
2024年，计划办理政府信息公开申请50件。 => handled 50 !unread
通过网络收到政府信息公开申请23件。 => received 23 !channel
通过网络、信函等方式共收到政府信息公开申请23件。 => received 23
其中通过网络收到申请20件。 =>
全县共收到政府信息公开申请30件，其中网络申请20件、信函申请8件、当面申请2件。 => sum received 30 = 20 + 8 + 2 | received 30
全市收到政府信息公开申请500件，其中市政府办公室收到申请120件。 => received 500 | received 120 !actor
云岭县人民政府收到政府信息公开申请120件。 => received 120
县教育局收到政府信息公开申请12件。 => received 12 !actor
收到关于征地拆迁的政府信息公开申请12件。 => received 12 !unread
收到政府信息公开申请的单位有5家。 =>
各乡镇收到政府信息公开申请12件。 => received 12 !unread
上半年收到政府信息公开申请12件。 => received 12 !unread
市本级收到政府信息公开申请12件。 => received 12 !unread
办理政务服务便民热线来电8600余件。 =>
办理人大代表建议12件、政协提案8件。 =>
受理各类群众诉求86起。 =>
收到群众来信来访诉求520件，现场解决310件，办结率100%。 => share rate 100 !rate
受理审批事项645件，办结640件，办结率100%。 => share rate 100 !rate
收到依申请公开信息3条。 => received 3 !on_request_info
依申请公开信息0条。 => no applications !on_request_info
依申请公开政府信息3件。 => applications 3 !on_request_info
收到信息公开申请3次。 => received 3
本年度无政府信息公开申请。 => no applications
没有收到政府信息公开申请。 => no received
全年未收到政府信息公开申请，未发生行政复议、行政诉讼。 => no received | no disputes
政府信息公开申请0件。 => no applications
政府信息公开申请数量为0。 => no applications
收到政府信息公开申请数为零。 => no received
无依申请公开事项。 => no applications
未收到公民、法人和其他组织的政府信息公开申请。 => no received
未发生因政府信息公开引起的行政诉讼。 => no litigation
无行政复议、行政诉讼案件。 => no disputes
行政复议和行政诉讼均为0件。 => no disputes
行政复议、行政诉讼均无。 => no disputes
因政府信息公开引起的行政复议、行政诉讼均未发生。 => no disputes
因政府信息公开引起的行政复议、行政诉讼各1件。 => reconsideration 1 | litigation 1
因政府信息公开引起的行政复议和行政诉讼案件共5件。 => disputes 5
全年没有因政府信息公开被行政复议纠错、行政诉讼败诉的情况。 => no disputes !result
确保不发生因政府信息公开引起的行政复议。 =>
避免发生政府信息公开行政诉讼。 =>
全年办理行政复议案件318件。 => reconsideration 318 !scope
收到政府信息公开类行政复议申请3件，均维持。 => reconsideration 3 | upheld reconsideration.not_upheld
政府信息公开行政复议5件，其中维持3件、纠正1件、尚未审结1件。 => sum reconsideration 5 = 3 + 1 + 1 | reconsideration 5 | upheld reconsideration.upheld 3 | reconsideration.corrected 1 | reconsideration.pending 1
因信息公开被申请行政复议2件、提起行政诉讼1件，结果均维持。 => reconsideration 2 | litigation 1 | upheld disputes.not_upheld
信息公开行政复议3件，驳回1件，撤回2件。 => reconsideration 3 | reconsideration 1 !result | withdrawn 2 !no_row
未收取信息处理费。 => no processing_fee
没有产生信息公开处理费。 => no processing_fee
2023年，本机关未收取政府信息公开信息处理费。 => no processing_fee
收取信息处理费0元。 => no processing_fee
全年收取政府信息公开信息处理费 1240 元。 => processing_fee 1240
发出收费通知3件，总金额960元，实际收取660元。 => fee_notice 3 | fee_notice_amount 960 | processing_fee 660
未发出收费通知。 => no fee_notice
未向申请人收取检索、复制、邮寄等费用。 => no cost_fee
没有收取任何费用。 => no processing_fee
行政事业性收费2046.5万元。 => admin_fee 2046.5
全年制发行政规范性文件12件，废止5件，现行有效86件。 => normative_docs.issued 12 | normative_docs.repealed 5 | normative_docs.in_force 86
制定规范性文件3件。 => normative_docs.issued 3
全县现行有效行政规范性文件86件。 => normative_docs.in_force 86
公开规范性文件12件。 => normative_docs.published 12 !no_figure
主动公开规范性文件类信息68条。 =>
清理规范性文件20件，废止3件。 => normative_docs.published 20 !no_figure
解读规范性文件15件。 => normative_docs.issued 15 !verb
出台政府规章2件、行政规范性文件9件。 => rules.issued 2 | normative_docs.issued 9
无规章，规范性文件12件。 => no rules.issued !verb | normative_docs.issued 12 !verb
未制发行政规范性文件。 => no normative_docs.issued
作出行政许可决定15234件、行政处罚决定1268件、行政强制决定37件。 => licence 15234 | penalty 1268 | coercion 37
公开行政许可信息93条、行政处罚信息37条。 =>
办理行政许可93件。 => licence 93
公示行政处罚12件。 => penalty 12 !verb
全部办结，无结转。 => no carried !no_context
所有申请均已办理完毕。 =>
办结率100%。 => share rate 100 !rate
依申请公开办结率100%。 => all carried_out
依申请公开按时办结率100%。 => share rate 100 !rate
申请均在法定期限内答复。 =>
政府信息公开申请均已答复。 => all carried_out
上年结转3件，本年新收12件，办结14件，结转下年1件。 => carried_in 3 !no_context | carried_out 1 !no_context
含上年结转3件。 => carried_in 3 !no_context
结转2件。 => carried 2 !no_context
2022年结转3件。 => carried_in 3 !no_context
结转2024年1件。 => carried_out 1 !no_context
结转下年度继续办理的有2件。 => carried_out 2 !no_context
尚有2件正在办理。 =>
顺延至下年度答复6件申请。 => carried_out 6
转下年度办理17件。 =>
全年共办理政府信息公开申请38件，其中新收35件，上年结转3件。 => sum handled 38 = 35 + 3 | handled 38 | received_new 35 | carried_in 3
办理答复申请45件。 =>
按期答复45件，延期答复3件。 =>
予以公开10件，部分公开3件，不予公开2件，无法提供4件。 => granted 10 !no_context | partial 3 !no_context | denied 2 !no_context | unavailable 4 !no_context
全年办结政府信息公开申请20件，其中予以公开10件，部分公开3件，不予公开2件，无法提供4件，其他处理1件。 => sum finished 20 = 10 + 3 + 2 + 4 + 1 | finished 20 | granted 10 | partial 3 | denied 2 | unavailable 4 | other_handling 1
全年办结政府信息公开申请20件，其中属于已主动公开的3件，予以公开10件，信息不存在5件，不属于本机关2件。 => sum finished 20 = 3 + 10 + 5 + 2 | finished 20 | already_public 3 !no_row | granted 10 !already_public | not_existing 5 !no_row | not_ours 2 !no_row
全年办结政府信息公开申请20件，其中本机关不掌握相关政府信息5件，没有现成信息需要另行制作2件，重复申请1件，信访举报投诉类申请3件。 => sum finished 20 = 5 + 2 + 1 + 3 + … | finished 20 | not_held 5 | needs_creation 2 | repeated 1 | petition 3
全年办结政府信息公开申请20件，因属于国家秘密不予公开1件，涉及第三方合法权益不予公开2件。 => finished 20 | denied 1 | denied 2
其中申请人逾期不补正2件，逾期不缴费1件。 => correction_overdue 2 !no_context | fee_overdue 1 !no_context
全年收到政府信息公开申请20件，其中自然人12件，企业8件。 => sum received 20 = 12 + 8 | received 20 | received 12 | received 8 !column
全年收到政府信息公开申请20件，其中自然人申请12件，商业企业申请5件，科研机构申请1件，法律服务机构申请2件。 => sum received 20 = 12 + 5 + 1 + 2 | received 20 | received 12 | received 5 | received 1 | received 2
收到自然人政府信息公开申请12件，法人或其他组织政府信息公开申请8件。 => received 12 | applications 8
共收到申请30件，受理28件，办结28件。 =>
对收到的30件政府信息公开申请均按时办结。 => taken 30 !unread
主动公开政府信息100条，其中政策文件20条、工作动态30条、其他50条。 => sum disclosed 100 = 20 + 30 + 50 | disclosed 100 !no_figure
主动公开政府信息100条，其中政策文件20条、工作动态30条等。 => sum disclosed 100 = 20 + 30 + … | disclosed 100 !no_figure
主动公开政府信息100条，包括政策文件20条、工作动态30条、通知公告40条。 => sum disclosed 100 = 20 + 30 + 40 | disclosed 100 !no_figure
主动公开政府信息500余条，其中其他信息500余条。 => sum disclosed 500~ = 500~ + … !approximate | disclosed 500~ !no_figure
主动公开政府信息100条，其中文件20件、图片30张、视频50个。 => disclosed 100 !no_figure
主动公开政府信息400条，其中网站90条、报刊60条、微信1500条。 => sum disclosed 400 = 90 + 60 + 1500 + … !channels | disclosed 400 !no_figure
主动公开政府信息100条。其中，政策文件20条，占20%；工作动态80条，占80%。 => sum disclosed 100 = 20 + 80 | disclosed 100 !no_figure | share item 20 of 20/100 | share item 80 of 80/100
（二）依申请公开方面。全年共收到申请30件，受理28件，办结28件，结转2件。 => received 30 | accepted 28 !accepted | finished 28 | carried 2
（二）依申请公开方面。收到申请超过300件，办结近290件。 => received 300~ | finished 290~
（二）依申请公开方面。上年结转3件，本年新收12件，办结14件，结转下年1件。 => carried_in 3 | received_new 12 | finished 14 | carried_out 1
（二）依申请公开方面。全部办结，无结转。 => all carried_out | no carried
（二）依申请公开方面。收到12件，均已在法定期限内答复。 => received 12 | all carried_out !within_time
（二）依申请公开方面。收到补正材料3件。 =>
（二）依申请公开方面。按期答复45件，延期答复3件。 => finished 45 !subset | finished 3 !subset
（二）依申请公开⏎全年共受理12件。 => accepted 12
（二）依申请公开情况2023年全县收到政府信息公开申请12件。 => received 12
（三）政府信息管理。收到12件，办结12件。 =>
2022年，全县收到政府信息公开申请45件。办结45件。 => received 45 !other_year
2022年，全县收到政府信息公开申请45件。本年度收到政府信息公开申请56件。 => received 45 !other_year | received 56
截至2023年底，全县共收到政府信息公开申请45件。 => received 45
截至2023年12月31日，全县共收到政府信息公开申请45件。 => received 45
2023年1月1日至2023年12月31日，全县共收到政府信息公开申请45件。 => received 45
1月1日至12月31日共收到政府信息公开申请45件。 => received 45
政府信息公开申请由2022年的45件增加到56件。 => applications 56 !unread
政府信息公开申请增加至56件。 => applications 56 !unread
全县共收到政府信息公开申请1,204件，较上年的1,190件增加14件，同比增长1.2%。 => received 1204 | growth received 14件 of 1204/1190 | growth received 1.2% of 1204
共收到政府信息公开申请56件，自然人、法人分别占60%、40%。 => received 56 | share received 60 of 56 !several
自然人申请12件（占60%），法人或其他组织申请8件（占40%）。 => share item 60 of 12 !no_base | share item 40 of 8/12
收到政府信息公开申请20件。自然人申请12件，占60%；法人或其他组织申请8件，占40%。 => received 20 | applications 12 | share applications 60 of 12/20 | applications 8 | share applications 40 of 8/20
协助省直部门办理政府信息公开申请5件。 => handled 5 !actor
转办政府信息公开申请5件。 => applications 5 !actor
指导各单位办理政府信息公开申请25件。 => handled 25 !actor
召开政府信息公开申请协调会3次。 => applications 3 !unread
收到政府信息公开申请及咨询35件。 => received 35 !unread
因政府信息公开申请引发的信访2件。 => applications 2 !unread
政府信息公开申请补正12件。 => applications 12 !unread
政府信息公开申请延期答复3件。 => finished 3 !subset
撤回政府信息公开申请2件。 => withdrawn 2 !no_row
对政府信息公开申请作出不予公开答复3件。 => denied 3 !verb
主动公开政府信息32条，依申请公开0件。 => disclosed 32 !no_figure | no on_request
主动公开政府信息32条，依申请公开12件。 => disclosed 32 !no_figure | on_request 12 !on_request_info
无依申请公开情况。 => no on_request
没有依申请公开政府信息。 => no applications !on_request_info
未收到书面或者网上提出的政府信息公开申请。 => no received
未收到网上提出的政府信息公开申请。 => no received !channel
未收到公民的政府信息公开申请。 => no received
部分乡镇未收到政府信息公开申请。 =>
县公安局未收到政府信息公开申请。 => no received !actor
未收到政府信息公开申请、行政复议和行政诉讼。 => no disputes | no received
没有新收政府信息公开申请，上年结转的11件申请继续办理。 => no received_new | carried_in 11
没有结转下年度继续办理的申请。 => no carried_out
未发生政府信息公开申请引起的纠纷。 =>
未办理政府信息公开申请。 => no handled
未答复政府信息公开申请。 => no finished !verb
2022年未收到政府信息公开申请。 => no received !other_year
未收到符合条件的政府信息公开申请。 =>
无逾期未答复的政府信息公开申请。 =>
收取信息处理费3件，共计480元。 => fee_pieces 3 | processing_fee 480
2023年有3件政府信息公开申请收取信息处理费960元。其中，县民政局1件，收取300元；县教育局1件，收取420元；县水利局1件，收取240元。 => sum fee_pieces 3 = 1 + 1 + 1 | sum processing_fee 960 = 300 + 420 + 240 | fee_pieces 3 | processing_fee 960
依据《政府信息公开信息处理费管理办法》规定，2023年全县实际收取信息处理费共计300元。 => processing_fee 300
收取信息处理费0.03万元。 => processing_fee 300
政府信息公开的收费和减免为零。 =>
减免信息处理费200元。 => processing_fee 200 !actor
全年办结政府信息公开申请20件，其中予以公开13件，信息不存在7件。 => sum finished 20 = 13 + 7 | finished 20 | granted 13 | not_existing 7
全年办结政府信息公开申请20件，其中予以公开13件，信息不存在3件。 => sum finished 20 = 13 + 3 + … | finished 20 | granted 13 | not_existing 3 !no_row
因政府信息公开引发的行政复议12件，结果维持9件、结果纠正1件、其他结果2件；行政诉讼3件，结果维持3件。 => reconsideration 12 | upheld reconsideration.upheld 9 | reconsideration.corrected 1 | reconsideration.other 2 | litigation 3 | upheld litigation.upheld 3
因政府信息公开被申请行政复议4件、提起行政诉讼3件，其中维持5件。 => reconsideration 4 | litigation 3 | upheld disputes.upheld 5
被申请政府信息公开行政复议3件，已审结2件，均维持。 => reconsideration 3 | upheld reconsideration.not_upheld !subset
协助县司法局办理行政复议答复3件。 =>
政府信息公开行政复议3件全部维持。 => upheld reconsideration.upheld 3 !unread
行政复议维持率100%。 =>
全年新制作规范性文件12件，新公开10件。 => normative_docs.issued 12 | normative_docs.published 10 !no_figure
对外公开规范性文件总数68件。 => normative_docs.published_total 68 !no_figure
废止规范性文件3件，宣布失效2件。 => normative_docs.repealed 3 !several | normative_docs.repealed 2 !several
出台规范性文件7件，废止文件0件，现行有效文件45件。 => normative_docs.issued 7 | no normative_docs.repealed | normative_docs.in_force 45
以县政府名义制发规范性文件3件。 => normative_docs.issued 3 !unread
备案规范性文件12件。 => normative_docs.issued 12 !verb
修订规范性文件3件。 => normative_docs.issued 3 !verb
制发公文120件，其中规范性文件3件。 => sum item 120 = 3 + … | normative_docs.issued 3 !verb
公开政策文件42件。 =>
办理行政许可事项5210件，实施行政处罚418件。 => licence 5210 | penalty 418
行政许可5210件，行政处罚418件。 => licence 5210 !verb | penalty 418 !verb
全县各行政执法机关作出行政处罚决定418件。 => penalty 418 !unread
政府信息公开申请按时办结率100%，群众满意度98%。 => share rate 100 !rate
依申请公开办结率98.5%。 => share rate 98.5 !rate
公开880条，其中政务公开640条、政务动态240条。 => sum item 880 = 640 + 240
主动公开50条。其中机构类信息20条，内有领导成员10条、职能10条；工作类信息11条，其中镇街动态3条、通知公告8条；民生类19条。 => sum item 50 = 20 + 11 + 19 | sum item 20 = 10 + 10 | sum item 11 = 3 + 8
主动公开政府信息100条，其中政策文件60条，其中规范性文件20条，政务动态40条。 => sum disclosed 100 = 60 + … | disclosed 100 !no_figure | sum item 60 = 20 + 40
主动公开政府信息100条（其中：政策文件60条，政务动态40条），较上年增加5条。 => sum disclosed 100 = 60 + 40 | disclosed 100 !no_figure | growth disclosed 5条 of 100
主动公开政府信息100条（含转载信息45条）。 => sum disclosed 100 = 45 + … | disclosed 100 !no_figure
全年公开100条，政策文件60条，政务动态50条。 =>
培训120人次，其中领导干部20人次、工作人员100人次。 => sum item 120 = 20 + 100
召开会议5次，发布信息30条，开展培训2次。 =>
（二）依申请公开。2023年，我局受理政府信息公开申请二十三件，办结二十一件，两件结转下年度办理。 => accepted 23 | finished 21 | carried_out 2
全市政府信息公开申请共收办2,318件。 => taken 2318
全年收到政府信息公开申请 612 件，办结 590 件。 => received 612 | finished 590
全年收到政府信息公⏎开申请 612 件，其中自⏎然人申请 600 件，法人或其⏎他组织申请 12 件。 => sum received 612 = 600 + 12 | received 612 | received 600 | received 12
全年收到政府信息公开申请 12⏎34件。 =>
全年收到政府信息公开申请不足10件。 => received 10~
全年收到政府信息公开申请50件左右。 => received 50~
全年收到政府信息公开申请100多件。 => received 100~
全年收到政府信息公开申请1.2万余件。 => received 12000~
政府信息公开申请12宗，均按时答复。 => applications 12 | all carried_out !within_time
受理信息公开申请5份。 => accepted 5
全年共接到政府信息公开申请8起。 => received 8
全年共收悉政府信息公开申请8件。 => received 8
全年共登记政府信息公开申请8件。 => received 8
政府信息公开申请全年共收到8件。 => received 8
收到8件政府信息公开申请。 => received 8
2023年共办理完毕政府信息公开申请8件。 => finished 8
2023年共回复政府信息公开申请8件。 => finished 8
全年办复依申请公开8件。 => finished 8
收到并办理政府信息公开申请8件。 => taken 8
收到政府信息公开申请8件并全部办结。 => taken 8 !unread
8件政府信息公开申请均已办结。 => finished 8 !unread
本年度收到的政府信息公开申请均已办结。 => all carried_out
政府信息公开申请办结率为100%。 => all carried_out
政府信息公开申请及时答复率100%。 => share rate 100 !rate
共办结政府信息公开申请130件，3件结转至下一年度继续办理。 => finished 130 | carried_out 3
共办结政府信息公开申请130件，另有3件未到答复期限。 => finished 130
另有3件顺延至2024年答复的政府信息公开申请。 => carried_out 3
去年结转政府信息公开申请5件。 => carried_in 5
上年度结转至本年度政府信息公开申请5件。 => carried_in 5
2022年度结转政府信息公开申请5件。 => carried_in 5
办结政府信息公开申请30件（含上年结转2件）。 => finished 30 | carried_in 2
办结政府信息公开申请30件（不含撤回2件）。 => finished 30 | withdrawn 2 !no_row
全年新收政府信息公开申请28件、结转上年2件，共30件。 => received_new 28 | carried_in 2
全年收到政府信息公开申请28件，自然人27件、法人1件。 => received 28 | received 27 | received 1 !column
其中自然人申请27件。 =>
全年收到政府信息公开申请28件，均为自然人申请。 => received 28
全年收到自然人申请27件。 =>
社会公益组织提出政府信息公开申请1件。 => applications 1
全年办结政府信息公开申请20件，予以公开和部分公开15件，不予公开、无法提供5件。 => finished 20 | granted+partial 15 | denied+unavailable 5
全年办结政府信息公开申请20件，同意公开12件，同意部分公开3件，不同意公开5件。 => finished 20 | granted 12 | partial 3 | denied 5
全年办结政府信息公开申请20件，公开12件，不予公开8件。 => finished 20 | granted 12 | denied 8
全年办结政府信息公开申请20件，因本机关不掌握相关政府信息无法提供5件。 => finished 20 | unavailable 5
全年办结政府信息公开申请20件，因本机关不掌握、需要另行制作等原因无法提供5件。 => finished 20 | unavailable 5
全年办结政府信息公开申请20件，因信息不存在无法提供5件。 => finished 20 | unavailable 5 !no_row
全年办结政府信息公开申请20件，作其他处理（含申请人撤回）2件。 => finished 20 | other_handling 2
全年办结政府信息公开申请20件，其他处理2件，申请人主动撤回1件。 => finished 20 | other_handling 2 !withdrawn | withdrawn 1 !no_row
制作政府信息100条，其中主动公开80条、依申请公开12条、不予公开8条。 => sum item 100 = 80 + … | on_request 12 !on_request_info | denied 8 !no_context
对拟公开文件进行审查，不予公开8件。 => denied 8 !no_context
全年认定主动公开文件32件、依申请公开文件12件、不予公开文件8件。 =>
收到行政复议申请2件，涉及政府信息公开。 => reconsideration 2 !scope
发生政府信息公开行政复议2起、行政诉讼1起。 => reconsideration 2 | litigation 1
政府信息公开类行政复议案件2件，行政诉讼案件0件。 => reconsideration 2 | no litigation
行政诉讼2件，其中政府信息公开类1件。 => sum litigation 2 = 1 + … | litigation 2 !scope
全县办理行政复议、行政诉讼案件40件，均与政府信息公开相关。 => disputes 40 !scope
未发生因政府信息公开被申请行政复议、提起行政诉讼的情况。 => no disputes
没有因政府信息公开被申请行政复议或者被提起行政诉讼的情况。 => no disputes
本年度因政府信息公开引发的行政复议0件、行政诉讼0件。 => no reconsideration | no litigation
未被申请行政复议、提起行政诉讼。 => no disputes
未发生政府信息公开类行政复议败诉案件。 => no reconsideration !result
无行政复议，行政诉讼1件。 => no reconsideration | litigation 1 !scope
未收到申请。 =>
（二）依申请公开方面。全年未收到申请。 => no received
零申请。 =>
政府信息公开零投诉、零复议。 =>
（二）依申请公开方面。无。 =>
全年未收取政府信息公开费用。 => no processing_fee
2023年，我县收取信息处理费共计0元。 => no processing_fee
本年度未发生收取信息处理费的情况。 => no processing_fee
因政府信息公开收取信息处理费共120元。 => processing_fee 120
本机关2023年度未产生信息处理费收费情况。 => no processing_fee
未对政府信息公开申请收取信息处理费。 => no processing_fee
应收信息处理费500元，实收信息处理费300元。 => processing_fee 500 !actor | processing_fee 300
没有发出收费通知，未收取信息处理费。 => no fee_notice | no processing_fee
行政事业性收费20465000元。 => admin_fee 2046.5
全年新增行政规范性文件12件。 => normative_docs.issued 12 !verb
截至2023年底，现行有效规章5件、行政规范性文件86件。 => rules.in_force 5 | normative_docs.in_force 86
制定行政规范性文件12件，其中县政府文件5件。 => sum normative_docs.issued 12 = 5 + … | normative_docs.issued 12 | normative_docs.issued 5 !subset
宣布失效的规范性文件3件。 => normative_docs.repealed 3
未制定规章，制发行政规范性文件4件。 => no rules.issued | normative_docs.issued 4
公布行政规范性文件目录3次。 =>
审查规范性文件12件，备案10件。 => normative_docs.issued 12 !verb
规章、规范性文件共13件。 => documents.issued 13 !verb
现行有效的规章和规范性文件共91件。 => documents.in_force 91
行政处罚案件信息公开37条。 =>
依法公开行政许可决定93件。 => licence 93 !verb
办理行政处罚案件12起，行政强制3起。 => penalty 12 | coercion 3
主动公开政府信息1,234条，包括政策文件234条，工作动态1,000条。 => sum disclosed 1234 = 234 + 1000 | disclosed 1234 !no_figure
主动公开政府信息100条，其中政策文件20条、工作动态30条，其余为通知公告。 => sum disclosed 100 = 20 + 30 + … | disclosed 100 !no_figure
主动公开政府信息100条，其中政策文件20条、工作动态40条、其他信息39条。 => sum disclosed 100 = 20 + 40 + 39 | disclosed 100 !no_figure
主动公开政府信息100条，其中政策文件20条、工作动态98条。 => sum disclosed 100 = 20 + 98 | disclosed 100 !no_figure
主动公开政府信息100条，其中政策文件约20条、其他80条。 => sum disclosed 100 = 20~ + 80 + … !approximate | disclosed 100 !no_figure
主动公开政府信息100条，其中网站公开70条、微信公开60条。 => sum disclosed 100 = 70 + 60 + … !channels | disclosed 100 !no_figure
主动公开信息100条，概况类10条、动态类90条。 => disclosed 100 !no_figure
主动公开政府信息100条，其中：机构信息10条；动态信息80条，其中图片30条、文字50条；其他10条。 => sum disclosed 100 = 10 + 80 + 10 | disclosed 100 !no_figure | sum item 80 = 30 + 50 + …
答复12件，占申请总数的92.3%。 => share item 92.3 of 12 !no_base
同比增长5个百分点。 =>
较上年持平。 =>
比2021年增加3件。 =>
全年收到政府信息公开申请56件，是上年的1.5倍。 => received 56
全年收到政府信息公开申请56件，较上年增长27.3%，较上年增加12件。 => received 56 | growth received 27.3% of 56 | growth received 12件 of 56
政务新媒体粉丝增加3000人。 =>
网站访问量120万次，同比增长12%。 =>
下一步，将力争政府信息公开申请按时办结率达到100%。 =>
2024年，全县将办结政府信息公开申请100件。 => finished 100 !unread
依法办理政府信息公开申请，不断提升办理质量。 =>
对12件重点工作进行公开。 =>
第十二件政府信息公开申请。 =>
国办公开办函〔2021〕30号文件规定政府信息公开申请办理时限为20个工作日。 =>
2023年，我局共收到政府信息公开申请12件，均已按规定时限答复。 => received 12 | all carried_out !within_time
全年共受理政府信息公开申请52件，较去年增加6件，均按时办结，未发生行政复议和行政诉讼。 => accepted 52 | growth accepted 6件 of 52 | all carried_out | no disputes
2023年度，我街道收到依申请公开事项5件，按时办结5件。 => received 5 | finished 5
本年度新收政府信息公开申请101件，上年结转政府信息公开申请2件，共办理103件，其中予以公开45件，部分公开7件，不予公开3件，无法提供36件，不予处理6件，其他处理4件，结转下年度继续办理2件。 => received_new 101 | carried_in 2 | sum handled 103 = 45 + 7 + 3 + 36 + 6 + 4 + 2 | handled 103 | granted 45 | partial 7 | denied 3 | unavailable 36 | not_processed 6 | other_handling 4 | carried_out 2
共收到信息公开申请18件，其中当面申请2件，网络申请10件，信函申请6件；自然人申请17件，法人及其他组织申请1件。 => sum received 18 = 2 + 10 + 6 | received 18 | received 17 | received 1
受理并按时办结依申请公开申请件8件。 => taken 8
全年共办理依申请公开件47件，同比下降8%，答复率100%。 => handled 47 | growth handled -8% of 47 | share rate 100 !rate
因政府信息公开被提起行政复议1件，结果为维持；行政诉讼0件。 => reconsideration 1 | no litigation
2023年我委未发生因政府信息公开申请行政复议、提起行政诉讼的情况。 => no disputes
2023年未产生因政府信息公开引起的行政复议和行政诉讼案件。 => no disputes
我局2023年度没有因政府信息公开工作引发的行政复议、行政诉讼案件。 => no disputes
全年未收到公民、法人或其他组织政府信息公开申请，无结转上年度政府信息公开申请。 => no received | no carried_in
本年度政府信息公开申请受理数为0件，无行政复议及行政诉讼情况。 => no accepted | no disputes
2023年度，我镇收到群众依申请公开政府信息申请1件，已按时答复。 => received 1
政府信息公开申请办理情况：收到12件，予以公开8件。 => received 12 | granted 8
收到政府信息公开申请量为15件。 => received 15
2023年，共收到政府信息公开申请数量18件。 => received 18
共接收办理政府信息公开申请 18 件，办结 18 件，办结率 100%。 => taken 18 | finished 18 | all carried_out
依申请公开方面：2023年全年收到申请13件，答复13件，全部在法定时限内答复。 => received 13 | finished 13
收到政府信息公开申请13件（其中上年结转1件）。 => sum received 13 = 1 + … | received 13 | carried_in 1
办理政府信息公开申请13件（含上年结转1件），其中予以公开5件、部分公开8件。 => sum handled 13 = 1 + … | sum handled 13 = 5 + 8 | handled 13 | carried_in 1 | granted 5 | partial 8
收到的13件政府信息公开申请中，予以公开5件。 => received 13 | granted 5
全县因政府信息公开申请引发的行政复议15件（维持10件，纠正2件，其他结果1件，尚未审结2件）。 => sum reconsideration 15 = 10 + 2 + 1 + 2 | reconsideration 15 | upheld reconsideration.upheld 10 | reconsideration.corrected 2 | reconsideration.other 1 | reconsideration.pending 2
政府信息公开行政复议5件、行政诉讼3件（未经复议直接起诉1件、复议后起诉2件）。 => reconsideration 5 | sum litigation 3 = 1 + 2 | litigation 3 | reconsideration 1 !unread | reconsideration 2 !unread
发生政府信息公开行政复议案件2件，均为结果维持；发生行政诉讼案件1件，尚未审结。 => reconsideration 2 | upheld reconsideration.not_upheld | litigation 1
全市政府系统新收政府信息公开申请2,345件。 => received_new 2345
2023年，全省各级行政机关共新收政府信息公开申请1.5万件。 => received_new 15000~
2023年度，未收取政府信息公开信息处理费，收费总额0元。 => no processing_fee | no processing_fee
无信息处理费收取情况。 => no processing_fee
本机关无信息处理费。 => no processing_fee
2023年未发生信息处理费。 => no processing_fee
不存在收取信息处理费的情况。 => no processing_fee
我局没有发生因政府信息公开而收取费用的情况。 => no processing_fee
规范性文件现行有效86件。 => normative_docs.in_force 86
行政规范性文件制发12件、废止5件、现行有效86件。 => normative_docs.issued 12 | normative_docs.repealed 5 | normative_docs.in_force 86
全年共制定行政规范性文件12件、废止行政规范性文件5件、现行有效行政规范性文件86件。 => normative_docs.issued 12 | normative_docs.repealed 5 | normative_docs.in_force 86
2023年我局未收到政府信息公开申请，故不存在行政复议和行政诉讼。 => no received | no disputes
全年没有政府信息公开申请，没有因政府信息公开引起的行政复议、行政诉讼和申诉。 => no applications | no disputes
本年度未收到任何形式的政府信息公开申请。 => no received
全年未收到依申请公开申请，也无上年度结转申请。 => no received | no carried_in
2023年，全县行政机关新收政府信息公开申请140件，上年度结转11件，总计151件。 => received_new 140 | carried_in 11
其中，予以公开51件，占36.96%；部分公开14件，占10.14%。 => granted 51 !no_context | share granted 36.96 of 51 !no_base | partial 14 !no_context | share partial 10.14 of 14/51
今年我局共收到2件依申请公开事项，均已按时办结答复。 => received 2 | all carried_out
县政府收到申请8件，县直部门收到申请45件，各乡镇收到申请12件。 =>
2023年共收到政府信息公开申请17件，比2022年的20件减少3件，下降15%。 => received 17 | growth received -3件 of 17/20 | growth received -15% of 17
共收到政府信息公开申请41件，同比增加5件，增幅13.9%。 => received 41 | growth received 5件 of 41 | growth received 13.9% of 41
收到政府信息公开申请41件，与上年持平。 => received 41 | growth received 0 of 41
全年共受理答复政府信息公开申请41件。 => finished 41
全年答复政府信息公开申请41件，其中按时答复40件，延期答复1件。 => finished 41 | finished 40 !subset | finished 1 !subset
收到政府信息公开申请41件，已办结40件，正在办理1件。 => received 41 | finished 40 | handled 1 !actor
收到政府信息公开申请41件，已答复40件，1件正在办理中，结转下年。 => received 41 | finished 40
政府信息公开申请收到41件、办结41件。 => received 41 | finished 41
政府信息公开申请总数41件，其中新收40件、结转1件。 => sum applications 41 = 40 + 1 | applications 41 | received_new 40 | carried 1
本年新收政府信息公开申请数量为41件。 => received_new 41
上年结转政府信息公开申请数量0件，结转下年度继续办理0件。 => no carried_in | no carried_out
全年没有发生行政复议和行政诉讼案件，没有收费。 => no disputes
行政复议维持3件，纠正0件；行政诉讼维持1件。 => upheld reconsideration.upheld 3 !scope | no reconsideration.corrected | upheld litigation.upheld 1 !scope
政府信息公开行政复议纠错率为0。 => no reconsideration.corrected !unread
今年以来，办理政府信息公开类行政复议案件12件，同比下降20%；行政诉讼案件4件，同比持平。 => reconsideration 12 | growth reconsideration -20% of 12 | litigation 4 | growth litigation 0 of 4
受理申请公开事项3件。 =>
办理信息公开申请 5 件次。 => handled 5
依申请公开受理5件，答复5件。 => accepted 5 | finished 5
依申请公开数量：5件。 =>
申请总量5件。 =>
全年制发规范性文件12件并全部公开。 => normative_docs.issued 12
公开行政规范性文件12件、解读12件。 => normative_docs.published 12 !no_figure
（二）依申请公开方面。全县共收到政府信息公开申请30件。全年办理行政复议案件186件。 => received 30 | reconsideration 186 !scope
（二）依申请公开方面。办结政府信息公开申请50件，结转5件。办结的申请中，予以公开20件，占40%。 => finished 50 | carried 5 | granted 20 | share granted 40 of 20/50
（二）依申请公开方面。我县坚持专人负责。本年度全县共收到38件申请，及时依法依规办结36件，2件结转下年度继续办理。 => received 38 | finished 36 | carried_out 2
2023年全县接收通过邮寄、网络提交的各类政府信息公开申请共计60件，涉及自然人57件、商业企业3件。办结依申请公开60件，其中：予以公开及部分公开33件，占55%；不予公开12件，占20%；无法提供9件，占15%；其他处理6件，占10%。 => received 60 | received 57 | received 3 | sum finished 60 = 33 + 12 + 9 + 6 | finished 60 | granted+partial 33 | share granted+partial 55 of 33/60 | denied 12 | share denied 20 of 12/60 | unavailable 9 | share unavailable 15 of 9/60 | other_handling 6 | share other_handling 10 of 6/60
县政府办公室代表县政府共受理政府信息公开申请90件；答复政府信息公开申请84件（含上年度结转申请4件，另有10件申请按照《条例》顺延到下年度答复），均在法定期限内予以答复。 => accepted 90 !actor | finished 84 | carried_in 4 | carried_out 10
全县各部门政府信息公开申请未向申请人收取任何费用，也未发生因政府信息公开引起的行政复议、行政诉讼情况。 => no processing_fee | no disputes
全县全年共收办政府信息公开申请案件560件（县政府120件、县直各部门400件、乡镇40件），同比增长12%，其中，自然人申请540件，法人或其他组织申请20件；予以公开200件、部分公开80件、不予公开40件、无法提供160件、不予处理30件、作其他处理（含申请人主动撤回申请）40件、转下年度办理10件。 => sum taken 560 = 120 + 400 + 40 | sum taken 560 = 540 + 20 | taken 560 | growth taken 12% of 560 | taken 540 | taken 20 | granted 200 | partial 80 | denied 40 | unavailable 160 | not_processed 30 | other_handling 40 | carried_out 10
全年共收到和办理依申请公开15件，全部为自然人申请，上年度结转政府信息公开申请0件。处理结果中，部分公开6件，因信息不存在的7件，结转至下一年度办理2件。 => taken 15 | no carried_in | partial 6 | not_existing 7 | carried_out 2
因本机关不掌握等原因无法提供26件。 => unavailable 26 !no_context
在复议、诉讼方面，本年度收到有关政府信息公开的行政复议申请4件，发生1起关于政府信息公开的行政诉讼案件。 => reconsideration 4 | litigation 1
信息公开类行政复议6件，诉讼2件，均获维持。 => reconsideration 6 | litigation 2 | upheld disputes.not_upheld
我街共收到信息公开申请30宗。其中，当面申请6宗，占20%；网上申请9宗，占30%；邮寄申请15宗，占50%。 => sum received 30 = 6 + 9 + 15 | received 30 | share item 20 of 6/30 | share item 30 of 9/30 | share item 50 of 15/30
目前未接到受理信息公开申请，无因政府信息公开申请行政复议、提起行政诉讼案以及申诉案。 => no received | no disputes
2023年度，云岭镇未收到和处理政府信息公开申请，零报告。 => no taken !actor
"""

PAIRS = [tuple(line.split(" =>", 1)) for line in CASES.strip().splitlines()]


@pytest.mark.parametrize(("sentence", "expected"), PAIRS, ids=[sentence for sentence, _ in PAIRS])
def test_wording(sentence: str, expected: str) -> None:
    assert " | ".join(map(told, read(sentence))) == expected.strip()
