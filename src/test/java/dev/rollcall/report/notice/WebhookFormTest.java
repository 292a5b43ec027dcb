package dev.rollcall.report.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What webhooks get. */
class WebhookFormTest extends ReportContract {
  private static final String MARKUP =
      "<!channel> <https://evil.example|ok> *b* _i_ `c` ~s~ & [l](https://evil.example) <at>x</at>";

  /** All forms, a line each: what holds for a report holds for them. */
  @Override
  public byte[] render(Run run) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (WebhookForm form : WebhookForm.values()) {
      out.writeBytes(form.render(Notices.changed(run)));
      out.write('\n');
      out.writeBytes(form.render(Notices.without(run)));
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static JsonNode tree(WebhookForm form, Notice notice) {
    return JsonMapper.builder().build().readTree(form.render(notice));
  }

  private static List<Notice> samples() {
    List<Notice> samples = new ArrayList<>();
    for (Run run : List.of(SampleRun.everything(), SampleRun.ready(), SampleRun.empty(), many())) {
      samples.add(Notices.without(run));
      samples.add(Notices.changed(run));
    }
    return samples;
  }

  private static Run many() {
    Run run = HostileRun.of("\u20ac<>&`".repeat(500));
    List<RuleResult> results = new ArrayList<>();
    Collections.nCopies(300, run.results()).forEach(results::addAll);
    return SampleRun.run(results, true);
  }

  @ParameterizedTest
  @EnumSource
  void looksLikeTheGoldenFile(WebhookForm form) throws Exception {
    Notice notice = Notices.some(SampleRun.everything());
    String pretty =
        JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(tree(form, notice))
            + "\n";
    Golden.assertMatches(
        "notice-" + form.word() + ".json", pretty.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("samples")
  void ourOwnFormKeepsItsSchema(Notice notice) throws Exception {
    String schema = Files.readString(Path.of("checks", "schema", "notice.schema.json"));
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema)
            .validate(
                new String(WebhookForm.JSON.render(notice), StandardCharsets.UTF_8),
                InputFormat.JSON));
  }

  @Test
  void longListsSayWhatIsLeftOut() {
    Run run = many();
    JsonNode json = tree(WebhookForm.JSON, Notices.changed(run));
    assertEquals(100, json.get("changes").size());
    assertEquals(2 * run.results().size() - 100, json.get("changesLeftOut").asInt());
    int listed = 0;
    for (JsonNode group : json.get("failing")) {
      listed += group.get("rules").size();
    }
    assertEquals(
        json.get("counts").get("fail").asInt(), listed + json.get("failingLeftOut").asInt());
    assertTrue(json.get("failingLeftOut").asInt() > 0);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("samples")
  void slackTakesIt(Notice notice) {
    JsonNode blocks = tree(WebhookForm.SLACK, notice).get("blocks");
    assertTrue(blocks.size() >= 2 && blocks.size() <= 50, blocks::toString);
    for (JsonNode block : blocks) {
      assertEquals("section", block.get("type").asString());
      assertEquals("mrkdwn", block.get("text").get("type").asString());
      assertTrue(block.get("text").get("verbatim").asBoolean());
      int length = block.get("text").get("text").asString().length();
      assertTrue(length > 0 && length <= 3000, () -> "characters: " + length);
    }
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("samples")
  void teamsTakesIt(Notice notice) {
    byte[] message = WebhookForm.TEAMS.render(notice);
    assertTrue(message.length <= 20_000, () -> "bytes: " + message.length);
    JsonNode attachment = tree(WebhookForm.TEAMS, notice).get("attachments").get(0);
    assertEquals(
        "application/vnd.microsoft.card.adaptive", attachment.get("contentType").asString());
    JsonNode card = attachment.get("content");
    assertEquals("AdaptiveCard", card.get("type").asString());
    for (JsonNode block : card.get("body")) {
      assertEquals("RichTextBlock", block.get("type").asString());
      for (JsonNode run : block.get("inlines")) {
        assertEquals("TextRun", run.get("type").asString());
        assertFalse(run.get("text").asString().isEmpty());
      }
    }
  }

  @Test
  void whatAServerSaysIsNoMarkupInSlack() {
    Notice notice = Notices.changed(HostileRun.of(MARKUP));
    for (JsonNode block : tree(WebhookForm.SLACK, notice).get("blocks")) {
      String text = block.get("text").get("text").asString();
      assertFalse(text.matches("(?s).*[<>].*"), text);
      assertFalse(text.replaceAll("&(amp|lt|gt);", "").contains("&"), text);
      for (String line : text.split("\n", -1)) {
        assertEquals(0, line.chars().filter(c -> c == '`').count() % 2, line);
        assertFalse(line.replaceAll("`[^`]*`", "").contains("evil"), line);
      }
    }
    String text = tree(WebhookForm.SLACK, notice).get("text").asString();
    assertFalse(text.matches(".*[<>].*"), text);
  }

  @Test
  void aCardSaysWhatIsLeftOut() {
    String text =
        new String(WebhookForm.TEAMS.render(Notices.without(many())), StandardCharsets.UTF_8);
    assertTrue(text.matches("(?s).*\"and [0-9]+ more\".*"), text);
    Notice few = new Notice(SampleRun.ready(), Optional.empty());
    assertFalse(
        new String(WebhookForm.TEAMS.render(few), StandardCharsets.UTF_8).contains(" more\""));
  }
}
