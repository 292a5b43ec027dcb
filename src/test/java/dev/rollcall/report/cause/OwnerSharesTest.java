package dev.rollcall.report.cause;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.report.machine.JUnitReport;
import dev.rollcall.report.machine.JsonLinesReport;
import dev.rollcall.report.machine.NagiosReport;
import dev.rollcall.report.machine.PrometheusReport;
import dev.rollcall.report.markdown.GithubSummary;
import dev.rollcall.report.notice.Notice;
import dev.rollcall.report.notice.WebhookForm;
import dev.rollcall.report.page.HtmlReport;
import dev.rollcall.report.request.ChangeRequests;
import dev.rollcall.report.request.SampleRequests;
import dev.rollcall.report.text.ConsoleReport;
import dev.rollcall.report.text.ConsoleStyle;
import dev.rollcall.sample.RunBuilder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A rule that two owners must act on: each sees it, with what is its own, in every report. */
class OwnerSharesTest {
  private static final Run RUN = RunBuilder.run(SampleRequests.twoOwners()).build();
  private static final String SERVERS = "10.1.2.3 → 10.8.0.5:636/tcp (dc1.uni.edu)";
  private static final String FIREWALLS = "10.1.2.3 → 10.8.0.6:636/tcp (dc2.uni.edu)";

  @Test
  void eachOwnersGroupHasItsOwnFaultAndAddress() {
    List<FailureGroup> groups = FailureGroup.of(RUN.results());
    assertEquals(
        List.of("owner of the server: CONNECT REFUSED", "firewall team: CONNECT DROPPED"),
        groups.stream().map(group -> group.title() + ": " + group.cause()).toList());
    assertEquals(List.of(1, 1), groups.stream().map(group -> group.rules().size()).toList());
    assertEquals(
        List.of(List.of("the port is closed"), List.of("no answer")),
        groups.stream().map(group -> group.evidence().stream().toList()).toList());
  }

  @Test
  void theConsoleListsTheRuleUnderEachOwner() {
    String text =
        new ConsoleReport(new ConsoleStyle(100, UTF_8, false, ConsoleStyle.Detail.NORMAL))
            .render(RUN);
    assertOrder(
        text,
        "Failed: owner of the server, 1 rule",
        "CONNECT REFUSED: the port is closed",
        "✗ ad.ldaps",
        SERVERS,
        "Repair dc1.uni.edu.",
        "Failed: firewall team, 1 rule",
        "CONNECT DROPPED: no answer",
        "✗ ad.ldaps",
        FIREWALLS,
        "Repair dc2.uni.edu.",
        "1 rule: 1 failed;",
        "NOT READY: 1 rule failed. To act: owner of the server 1, firewall team 1.");
    assertEquals(1, count(text, SERVERS));
    assertEquals(1, count(text, FIREWALLS));
    assertEquals(1, count(text, "Repair dc1"), "no owner reads another's advice");
  }

  @Test
  void thePageHasTheRuleInEachTeamsList() {
    String page = new String(HtmlReport.render(List.of(RUN)), UTF_8);
    String act = page.substring(page.indexOf("class=\"act\""));
    assertOrder(
        act,
        "<h3>Owner of the server</h3>",
        "CONNECT REFUSED",
        ">ad.ldaps</a>",
        SERVERS,
        "<h3>Firewall team</h3>",
        "CONNECT DROPPED",
        ">ad.ldaps</a>",
        FIREWALLS);
    assertTrue(page.contains("data-owner=\"owner of the server, firewall team\""), "filter");
    assertTrue(page.contains("<option value=\"firewall team\">"), "one choice an owner");
    assertTrue(page.contains("<option value=\"owner of the server\">"), "one choice an owner");
  }

  @Test
  void theJobsSummaryHasTheRuleUnderEachOwner() {
    assertOrder(
        new String(GithubSummary.render(RUN), UTF_8),
        "### To act: owner of the server, 1 rule",
        SERVERS,
        "### To act: firewall team, 1 rule",
        FIREWALLS);
  }

  @Test
  void messagesHaveTheRuleUnderEachOwner() {
    Notice notice = new Notice(RUN, Optional.empty());
    for (WebhookForm form : List.of(WebhookForm.SLACK, WebhookForm.TEAMS)) {
      assertOrder(
          new String(form.render(notice), UTF_8),
          "To act: owner of the server, 1 rule, CONNECT REFUSED",
          "10.8.0.5",
          "To act: firewall team, 1 rule, CONNECT DROPPED",
          "10.8.0.6");
    }
    String json = new String(WebhookForm.JSON.render(notice), UTF_8).replaceAll("\\s", "");
    assertOrder(json, "\"owner\":\"SERVER\"", "10.8.0.5", "\"owner\":\"FIREWALL\"", "10.8.0.6");
    assertTrue(json.contains("\"failingLeftOut\":0"), json);
  }

  @Test
  void monitoringCountsTheRuleOnceAndNamesBothOwners() {
    String nagios = new String(NagiosReport.render(RUN), UTF_8);
    assertTrue(
        nagios.startsWith("ROLLCALL CRITICAL - ad.ldaps CONNECT REFUSED; 1 rule: 1 failed;"),
        nagios);
    assertTrue(nagios.contains("CONNECT REFUSED; owner: owner of the server;"), nagios);
    assertTrue(
        nagios.contains("10.8.0.6 (dc2.uni.edu): CONNECT DROPPED; owner: firewall team;"), nagios);
    String both = "owner of the server, firewall team";
    String junit = new String(JUnitReport.render(RUN), UTF_8);
    assertTrue(junit.contains("failures=\"1\""), junit);
    assertTrue(junit.contains("owner: " + both), junit);
    String lines = new String(JsonLinesReport.render(RUN), UTF_8);
    assertTrue(lines.contains("\"owner\":\"" + both + "\""), lines);
    String metrics = new String(PrometheusReport.render(RUN), UTF_8);
    assertEquals(1, count(metrics, "rollcall_rule_cause_info{"), "one sample a rule");
    assertTrue(metrics.contains("owner=\"" + both + "\""), metrics);
  }

  /** What the change request has no section for is named at its end. */
  @Test
  void theChangeRequestHasTheSameOwners() {
    var request = ChangeRequests.of(List.of(RUN), false);
    assertEquals(
        List.of("firewall team"),
        request.sections().stream().map(section -> section.team().title()).toList());
    assertEquals(
        List.of("ad.ldaps: fails at 10.8.0.5 (dc1.uni.edu), for the owner of the server"),
        request.left());
  }

  private static void assertOrder(String text, String... parts) {
    int at = 0;
    for (String part : parts) {
      int found = text.indexOf(part, at);
      assertTrue(found >= 0, part + " is missing, or too early, in:\n" + text);
      at = found + part.length();
    }
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }
}
