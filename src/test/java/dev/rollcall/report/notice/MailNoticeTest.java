package dev.rollcall.report.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.report.Golden;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a mail says. */
class MailNoticeTest extends ReportContract {
  @Override
  public byte[] render(Run run) {
    Notice notice = Notices.changed(run);
    String subject = MailNotice.subject(notice);
    assertFalse(subject.contains("\n"), subject);
    return (subject + "\n\n" + MailNotice.text(notice)).getBytes(UTF_8);
  }

  @Test
  void looksLikeTheGoldenFile() throws Exception {
    List<RuleResult> results =
        new ArrayList<>(SampleRun.dropped(List.of("a.uni.edu", "b.uni.edu")));
    results.add(SampleRun.tds());
    Notice notice = Notices.some(SampleRun.run(results, false));
    String mail = MailNotice.subject(notice) + "\n\n" + MailNotice.text(notice);
    Golden.assertMatches("notice-mail.txt", mail.getBytes(UTF_8));
  }

  @Test
  void saysThatAllIsWell() {
    Notice notice = Notices.without(SampleRun.ready());
    assertTrue(MailNotice.subject(notice).endsWith(": READY"), MailNotice.subject(notice));
    assertEquals("READY", MailNotice.text(notice).lines().findFirst().orElse(""));
  }

  @Test
  void aLongOneSaysWhatIsLeftOut() {
    List<RuleResult> many = Collections.nCopies(5_000, SampleRun.tds());
    RuleResult failing = SampleRun.everything().results().get(0);
    Run run = SampleRun.run(Collections.nCopies(5_000, failing), false);
    String text = MailNotice.text(Notices.without(run));
    assertTrue(text.lines().count() < 700, () -> "lines: " + text.lines().count());
    assertTrue(text.contains(" lines more: see the run's reports"), text);
    assertFalse(
        MailNotice.text(Notices.without(SampleRun.run(many, false))).contains(" lines more"));
  }
}
