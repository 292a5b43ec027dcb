package dev.rollcall.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.report.page.template.JtepageGenerated;
import dev.rollcall.report.page.view.PageView;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Optional;

/** Renders runs as one self-contained HTML page; pure functions. */
public final class HtmlReport {
  private HtmlReport() {}

  /** One run. */
  public static byte[] render(Run run) {
    return render(List.of(run), Optional.empty());
  }

  /** One run, what has changed since its baseline, and the course of each rule. */
  public static byte[] render(Run run, Past past) {
    return render(List.of(run), Optional.of(past));
  }

  /**
   * Several runs, with a table of their differences.
   *
   * @param runs at least one
   */
  public static byte[] render(List<Run> runs) {
    return render(runs, Optional.empty());
  }

  private static byte[] render(List<Run> runs, Optional<Past> past) {
    StringOutput out = new StringOutput();
    JtepageGenerated.render(
        new OwaspHtmlTemplateOutput(out),
        null,
        PageView.of(runs, past),
        PagePart.STYLE.text(),
        PagePart.SCRIPT.text(),
        PagePart.policy());
    return out.toString().getBytes(UTF_8);
  }
}
