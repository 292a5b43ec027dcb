package dev.rollcall.report.request.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.request.SampleRequests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFormTest extends ReportContract {
  @Override
  public byte[] render(Run run) {
    return RequestForm.CSV.render(List.of(run), true);
  }

  @Override
  public String lineEnd() {
    return "\r\n";
  }

  private static String csv(Run... runs) {
    return new String(RequestForm.CSV.render(List.of(runs), false), UTF_8);
  }

  /** A reader of RFC 4180 that knows nothing of the writer. */
  static List<List<String>> read(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        assertEquals(0, cell.length(), "a quote inside a cell without quotes");
        quoted = true;
      } else if (c == ',' || c == '\r') {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\r') {
          assertEquals('\n', csv.charAt(++i));
          rows.add(row);
          row = new ArrayList<>();
        }
      } else {
        cell.append(c);
      }
    }
    assertFalse(quoted || !row.isEmpty() || cell.length() > 0, "the last line does not end");
    return rows;
  }

  @Test
  void looksLikeTheGoldenFile() throws Exception {
    Golden.assertMatches(
        "request.csv",
        RequestForm.CSV.render(List.of(SampleRequests.server(), SampleRequests.desk()), false));
  }

  @Test
  void columnsAreAContract() {
    String heading =
        "request_type,source,source_name,destination,destination_name,protocol,port,service,"
            + "application,action,direction,owner,requester,justification,environment,start,expiry,"
            + "ticket,priority,rule_id,evidence";
    List<List<String>> rows = read(csv(SampleRequests.server(), SampleRequests.desk()));
    assertEquals(heading, String.join(",", rows.get(0)));
    assertEquals(10, rows.size());
    rows.forEach(row -> assertEquals(21, row.size(), row::toString));
  }

  @Test
  void addressesThatChangeAreNotInIt() {
    List<String> row = read(csv(SampleRequests.server())).get(4);
    assertEquals("one.vendor.example, two.vendor.example", row.get(3));
    assertEquals(
        "one.vendor.example -> edge.cdn.example, two.vendor.example -> edge.cdn.example",
        row.get(4));
    assertTrue(row.get(20).contains("never by today's addresses"), row::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '§',
      value = {
        "plain => plain",
        "10.1.2.3, 10.1.2.4 => \"10.1.2.3, 10.1.2.4\"",
        "say \"no\" => \"say \"\"no\"\"\"",
        "=1+1 => '=1+1",
        "+1 => '+1",
        "-1 => '-1",
        "@SUM(1) => '@SUM(1)",
        "＝1 => '＝1",
        "\"=1+1 => \"\"\"'=1+1\"",
        "'=1 => ''=1",
        "a;=1 => a;'=1",
        "a, =1 => \"a, '=1\"",
        "a|@b => a|'@b",
        "a-b=c => a-b=c"
      })
  void noCellIsAFormula(String text, String cell) {
    assertEquals(cell, CsvForm.cell(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t=1", "\r=1", " \u00a0 =1", "\n=1", "\t", "\r"})
  void blanksHideNoFormula(String text) {
    assertFalse(CsvForm.cell(text).stripLeading().startsWith("="), CsvForm.cell(text));
    assertFalse(CsvForm.cell(text).contains("\t") || CsvForm.cell(text).contains("\r"));
  }

  static List<String> evil() {
    List<String> texts = new ArrayList<>(List.of(ReportContract.hostileTexts()));
    for (String start :
        List.of("", " ", "\"", "'", "\t", "\r", "x;", "x,", "x\t", "x|", "\u00a0")) {
      for (String sign : List.of("=", "+", "-", "@", "\uff1d")) {
        texts.add(start + sign + "cmd|'/c calc'!A1");
      }
    }
    return texts;
  }

  /** Whichever separator a spreadsheet takes, no cell of it begins with a formula's sign. */
  @ParameterizedTest
  @MethodSource("evil")
  void hostileTextIsNoFormulaAndNoCell(String text) {
    String csv = csv(HostileRun.of(text));
    List<List<String>> rows = read(csv);
    assertEquals(read(csv(HostileRun.of("plain"))).size(), rows.size());
    for (List<String> row : rows) {
      assertEquals(21, row.size());
      for (String cell : row) {
        for (String piece : cell.split("[;,\t|]", -1)) {
          String bare = piece.replaceFirst("^[\\s\u00a0\"]*", "");
          assertFalse(bare.matches("(?s)[=+\\-@\uff1d].*"), cell);
        }
      }
    }
  }
}
