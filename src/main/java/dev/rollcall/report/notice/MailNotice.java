package dev.rollcall.report.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.report.text.ConsoleReport;
import dev.rollcall.report.text.ConsoleStyle;
import dev.rollcall.report.text.DriftReport;
import dev.rollcall.report.text.Summary;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Wrap;
import java.util.List;
import java.util.stream.Collectors;

/** A notification as a mail of plain text. */
public final class MailNotice {
  private static final ConsoleStyle STYLE =
      new ConsoleStyle(76, UTF_8, false, ConsoleStyle.Detail.QUIET);

  /** The most lines of a mail. */
  private static final int LINES = 600;

  private MailNotice() {}

  /** One line: the host, what changed, and the verdict. */
  public static String subject(Notice notice) {
    return Printable.line(
        "Rollcall on " + Notice.brief(notice.run().origin().host()) + ": " + notice.headline());
  }

  /** What the console says of what does not pass, the verdict first; each line has its end. */
  public static String text(Notice notice) {
    StringBuilder text = new StringBuilder();
    for (String line : List.of(Summary.sentence(notice.run()), notice.facts())) {
      Wrap.lines(Printable.line(line), STYLE.width())
          .forEach(each -> text.append(each).append('\n'));
    }
    String news =
        notice.drift().map(drift -> new DriftReport(STYLE).news(drift, notice.run())).orElse("");
    String report = new ConsoleReport(STYLE).render(notice.run());
    for (String part : List.of(news, report)) {
      if (!part.isBlank()) {
        text.append('\n').append(part.strip()).append('\n');
      }
    }
    text.append("\n-- \nSent by rollcall check --notify.\n");
    return cut(text.toString());
  }

  private static String cut(String text) {
    long lines = text.lines().count();
    return lines <= LINES
        ? text
        : text.lines().limit(LINES).collect(Collectors.joining("\n"))
            + "\n\nand "
            + (lines - LINES)
            + " lines more: see the run's reports\n";
  }
}
