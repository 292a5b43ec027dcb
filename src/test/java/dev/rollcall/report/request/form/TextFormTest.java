package dev.rollcall.report.request.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.report.Golden;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.request.SampleRequests;
import dev.rollcall.sample.RunBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormTest extends ReportContract {
  @Override
  public byte[] render(Run run) {
    return RequestForm.TEXT.render(List.of(run), true);
  }

  @Test
  void looksLikeTheGoldenFile() throws Exception {
    List<Run> runs = List.of(SampleRequests.server(), SampleRequests.desk());
    Golden.assertMatches("request.txt", RequestForm.TEXT.render(runs, false));
    Golden.assertMatches("request-all.txt", RequestForm.TEXT.render(runs, true));
    Golden.assertMatches(
        "request-unsure.txt", RequestForm.TEXT.render(List.of(SampleRequests.unsure()), false));
  }

  /** Except for what is searched for or copied. */
  @Test
  void fitsIntoAMail() {
    String label = "";
    for (String line :
        new String(RequestForm.TEXT.render(List.of(SampleRequests.server()), true), UTF_8)
            .lines()
            .toList()) {
      String start = line.substring(0, Math.min(15, line.length())).strip();
      label = start.isEmpty() ? label : start;
      boolean whole = label.equals("evidence") || label.equals("proof");
      assertTrue(whole || line.length() <= 78, line);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "request.md, MARKDOWN", "a/b.MD, MARKDOWN", "-, MARKDOWN",
    "request.csv, CSV", "request.txt, TEXT", "x.csv.txt, TEXT"
  })
  void theEndingChooses(String file, RequestForm form) {
    assertEquals(form, RequestForm.of(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "request.docx", "request.md.gz", "csv", "/dev/stdout"})
  void otherEndingsAreRefused(String file) {
    assertEquals(
        "a change request is Markdown, CSV or plain text: end its file's name in .md, .csv or .txt",
        assertThrows(IllegalArgumentException.class, () -> RequestForm.of(file)).getMessage());
  }

  /** However long a list is, nothing of it is cut. */
  @Test
  void aLongListIsWhole() {
    List<RuleResult> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(SampleRequests.download("repo." + i, "host" + i + ".vendor.example", "203.0.113.1"));
    }
    String text =
        new String(RequestForm.TEXT.render(List.of(RunBuilder.run(many).build()), false), UTF_8);
    assertTrue(text.contains("host199.vendor.example ->"), text);
    assertEquals(1, text.split("to do  ", -1).length - 1);
    assertEquals(-1, text.indexOf('…'));
  }
}
