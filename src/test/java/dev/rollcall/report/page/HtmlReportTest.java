package dev.rollcall.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Past;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.Samples;
import dev.rollcall.sample.RunBuilder;
import dev.rollcall.text.Printable;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest extends ReportContract {
  private static final int MEBIBYTE = 1 << 20;

  @Override
  public byte[] render(Run run) {
    return HtmlReport.render(run);
  }

  private static Document page(Run... runs) {
    String html = new String(HtmlReport.render(List.of(runs)), UTF_8);
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document page = Jsoup.parse(html, "", parser);
    assertEquals(List.of(), parser.getErrors());
    return page;
  }

  private static Run client() {
    return RunBuilder.run(List.of(SampleRun.tds(), SampleRun.ntp()))
        .from(Vantage.CLIENT)
        .on("desk1")
        .build();
  }

  @Test
  void theFirstScreenSaysWhatTheConsoleSays() {
    Document page = page(SampleRun.everything());
    String verdict = page.select(".verdict").text();
    assertTrue(verdict.contains("NOT READY: "), verdict);
    assertTrue(verdict.contains("To act: "), verdict);
    assertTrue(page.select(".counts .fail").text().endsWith("failed"), page::outerHtml);
    List<String> who = page.select(".who tbody th").eachText();
    assertTrue(who.containsAll(List.of("Firewall team", "DNS team", "Proxy team")), who::toString);
  }

  @Test
  void showsEveryRuleInItsTableTheWorstFirst() {
    Run run = SampleRun.everything();
    Document page = page(run);
    assertEquals(run.results().size(), page.select("details.rule").size());
    List<String> worst = List.of("fail", "inconclusive", "warn", "pass", "skipped");
    for (Element table : page.select("section.table")) {
      int last = 0;
      for (Element rule : table.select("details.rule")) {
        int at = worst.indexOf(rule.attr("data-status"));
        assertTrue(at >= last, table::outerHtml);
        last = at;
        assertEquals(table.select("h3").text(), rule.attr("data-group"));
      }
    }
    for (RuleResult result : run.results()) {
      assertEquals(1, page.select("[id=rule-" + result.rule().id() + "]").size());
    }
  }

  @Test
  void everyLinkLeadsToAPlaceOfThePage() {
    for (Document page : List.of(page(SampleRun.everything()), page(all(), client(), client()))) {
      List<String> ids = page.select("[id]").eachAttr("id");
      assertEquals(ids.size(), new HashSet<>(ids).size(), ids::toString);
      Set<String> targets = new HashSet<>(ids);
      for (Element link : page.select("a")) {
        assertTrue(link.attr("href").startsWith("#"), link::outerHtml);
        assertTrue(targets.contains(link.attr("href").substring(1)), link::outerHtml);
      }
    }
  }

  private static Run all() {
    return SampleRun.everything();
  }

  @Test
  void needsNoNetworkAndObeysItsOwnScriptOnly() throws Exception {
    Document page = page(SampleRun.everything());
    for (Element element : page.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        assertFalse(attribute.getKey().startsWith("on"), element::outerHtml);
        assertFalse(
            Set.of("src", "srcset", "style", "action", "data", "background")
                .contains(attribute.getKey()),
            element::outerHtml);
      }
    }
    assertEquals(0, page.select("link, iframe, img, object, embed, base, foreignObject").size());
    String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
    assertEquals(1, page.select("script").size());
    assertEquals(1, page.select("style").size());
    assertEquals(
        "default-src 'none'; style-src "
            + hash(page.select("style").first())
            + "; script-src "
            + hash(page.select("script").first())
            + "; base-uri 'none'; form-action 'none'",
        policy);
    // No font, image or import; the one url() names the pattern in the page.
    Matcher loads = Pattern.compile("@import|url\\((?!#hatch\\))").matcher(style(page));
    assertFalse(loads.find());
  }

  private static String style(Document page) {
    return page.select("style").first().data();
  }

  private static String hash(Element element) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(element.data().getBytes(UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  /** Whatever the text, the page has the same elements; the text is text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "' onfocus='alert(1)' autofocus='",
        "</style><style>*{display:none}",
        "</details></title></textarea></pre><b>",
        "<!-- ",
        "-->",
        "<![CDATA[",
        "&lt;b&gt; &amp; &#60; &#x3c;",
        "javascript:alert(1)",
        "$unsafe{1} ${2} @template.x()",
        "]]>",
      })
  void markupIsText(String text) {
    Document hostile = page(HostileRun.of(text));
    Document calm = page(HostileRun.of("calm"));
    assertEquals(skeleton(calm), skeleton(hostile));
    assertTrue(hostile.select("main").text().contains(text), text);
    assertEquals(
        List.of(text),
        hostile.select("button.copy").eachAttr("data-copy").stream()
            .filter(one -> !one.startsWith("java -jar") && !one.equals("the destination"))
            .distinct()
            .toList());
  }

  private static List<String> skeleton(Document page) {
    List<String> skeleton = new ArrayList<>();
    for (Element element : page.getAllElements()) {
      List<String> names = new ArrayList<>();
      element.attributes().forEach(attribute -> names.add(attribute.getKey()));
      skeleton.add(element.tagName() + names);
    }
    return skeleton;
  }

  /** The long ones say nothing more, and take long to parse. */
  static String[] shortTexts() {
    return Arrays.stream(hostileTexts())
        .filter(text -> text.length() < 1000)
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("shortTexts")
  void hostileTextIsShownEscaped(String text) {
    Document page = page(HostileRun.of(text));
    String shown = Printable.line(text).replaceAll(" +", " ").strip();
    assertTrue(page.select("main").text().replaceAll(" +", " ").contains(shown), shown);
    assertEquals(1, page.select("script").size());
  }

  @Test
  void severalRunsStandSideBySide() {
    Document page = page(all(), client());
    assertEquals(
        List.of("rule", "appsanywhere", "client"), page.select(".matrix thead th").eachText());
    Element row = page.select(".matrix tr:has(th:matchesOwn(^sql.tds$))").first();
    assertEquals("#run1-rule-sql.tds", row.select("a").first().attr("href"));
    assertEquals("#run2-rule-sql.tds", row.select("a").last().attr("href"));
    assertEquals(2, page.select(".verdict").size());
  }

  @Test
  void whatHasChangedStandsOnTheFirstScreen() {
    Drift drift =
        new Drift(
            "id",
            new Drift.Basis("baseline", Samples.START, Optional.empty()),
            List.of(
                standing("sql.tds", Change.Rank.BROKEN, "<b>CONNECT\u202e DROPPED", true),
                standing("ad.ldaps", Change.Rank.CHANGED, "other", false)),
            List.of(standing("no.more", Change.Rank.CHANGED, "x", false)),
            List.of());
    Past past = new Past(Optional.of(drift), List.of());
    Document page = Jsoup.parse(new String(HtmlReport.render(all(), past), UTF_8));
    Element changes = page.select(".first .changes").first();
    assertTrue(
        changes.text().startsWith("Changes: 1 broken, 1 changed, 1 as before again."),
        changes::text);
    assertEquals(List.of("✗ new", "✓ new", "! known"), changes.select(".chip").eachText());
    assertEquals(List.of("#rule-sql.tds", "#rule-ad.ldaps"), changes.select("a").eachAttr("href"));
    assertTrue(changes.text().contains("verdict: <b>CONNECT\\u202e DROPPED"), changes::text);
  }

  private static Drift.Standing standing(String rule, Change.Rank rank, String now, boolean fresh) {
    return new Drift.Standing(
        new Change(rule, Change.Aspect.VERDICT, "", "PASS", now, rank), Samples.START, fresh);
  }

  @Test
  void isSmall() {
    List<RuleResult> results = new ArrayList<>();
    while (results.size() < 40) {
      results.addAll(SampleRun.everything().results());
    }
    byte[] page = render(RunBuilder.run(results.subList(0, 40)).build());
    assertTrue(page.length < MEBIBYTE / 2, () -> "bytes: " + page.length);
  }

  @Test
  void offersToCopyWhatWouldBeTyped() {
    Document page = page(SampleRun.everything());
    Element command = page.select("[id=rule-files.smb] .command").first();
    assertEquals(command.select("code").text(), command.select("button").attr("data-copy"));
    assertTrue(command.text().contains("--only files.smb"), command::text);
    // Without the script nothing is offered that would do nothing.
    assertEquals(0, page.select("button:not([hidden]):not(form button)").size());
    assertTrue(page.select("form").hasAttr("hidden"));
  }
}
