package dev.rollcall.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.run.Protocols;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers become a site file that says the same, and a draft that is read again. */
class SiteFileTextTest {
  private static Catalogue catalogue;
  private static Questions questions;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws Exception {
    catalogue = Catalogues.shipped(Protocols.ALL.byName());
    questions = Questions.of(catalogue);
  }

  /** One answer to every question that is no alternative to another one. */
  private Answers everything() throws Exception {
    Path pem = folder.resolve("ca.pem");
    Files.copy(Path.of("src/test/resources/dev/rollcall/fuzz/rsa-authority.pem"), pem);
    Answers answers = new Answers();
    for (Question question : questions.all()) {
      answers.put(
          question.key(),
          switch (question.kind()) {
            case SECRET -> "env:SOME_PASSWORD";
            case CHOICE -> question.choices().get(0);
            case FLAG -> "true";
            default -> question.example().isEmpty() ? question.fallback() : question.example();
          });
    }
    for (String each : List.of("trust.internal", "trust.public", "trust.inspection")) {
      answers.put(each, pem.toString());
    }
    answers.put("self", "apps1.uni.edu");
    answers.put("sql.user", "uni\\it's a \"user\": # no comment");
    answers.put("sql.instance", "null");
    answers.put("sql.database", "007");
    answers.put("servers", "apps1.uni.edu, apps2.uni.edu");
    for (String each : List.of("cookie", "certificate", "body")) {
      answers.put("service.persistence.evidence." + each, "");
    }
    return answers;
  }

  private static Map<String, String> byKey(Answers answers) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (Question question : questions.all()) {
      answers.get(question.key()).ifPresent(text -> byKey.put(question.key(), text));
    }
    assertEquals(answers.size(), byKey.size());
    return byKey;
  }

  private static byte[] bytes(Answers answers) {
    return SiteFileText.of(questions, answers).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theFileSaysWhatWasAnswered() throws Exception {
    Answers answers = everything();
    Site site = Sites.read(folder.resolve("site.yaml"), bytes(answers), catalogue);
    Map<String, String> inCatalogue = byKey(answers);
    inCatalogue.keySet().removeIf(key -> key.matches("trust\\..*|proxy\\..*|self"));
    assertEquals(List.copyOf(inCatalogue.keySet()), List.copyOf(site.values().keySet()));
    assertTrue(
        site.values().get("sql.user").toString().contains("uni\\it's a \"user\": # no comment"),
        () -> site.values().toString());
    assertEquals(2, site.servers().size());
    assertEquals(1, site.trust().internal().size());
    assertTrue(site.proxy().isPresent());
  }

  @Test
  void theDraftIsReadAgain() throws Exception {
    Answers answers = everything();
    DraftFile draft = new DraftFile(folder.resolve("site.yaml"), questions);
    assertFalse(draft.exists());
    Set<String> asked = Set.of("sql.host", "sql.instance");
    draft.write(answers, asked);
    assertEquals(byKey(answers), byKey(draft.read().answers()));
    assertEquals(asked, draft.read().asked());
    draft.write(new Answers(), Set.of());
    assertEquals(0, draft.read().answers().size());
    assertEquals(Set.of(), draft.read().asked());
    draft.delete();
    assertFalse(draft.exists());
  }

  @Test
  void aDraftThatSaysMoreIsNotLost() throws Exception {
    DraftFile draft = new DraftFile(folder.resolve("site.yaml"), questions);
    for (String text :
        List.of(
            "rules:\n  sql.tds: {skip: mine}\n",
            "servers: [{name: a.uni.edu, address: 10.0.0.1}]\n",
            "sql: {host: {env: X}}\n")) {
      Files.writeString(draft.file(), text);
      String message = assertThrows(ComplaintException.class, draft::read).getMessage();
      assertTrue(message.contains("finish this file by hand"), message);
      assertTrue(message.startsWith(draft.file() + ":"), message);
    }
  }

  @Test
  void whatIsNotAnsweredIsAComment() throws Exception {
    String text = SiteFileText.of(questions, new Answers().put("sql.host", "db.uni.edu"));
    assertTrue(
        text.contains(
            """

            sql:
              # The SQL Server, or the listener of its availability group.
              host: db.uni.edu
              # TCP port of the database.
              # port: 1433
            """),
        text);
    assertTrue(text.contains("\n# parallels:\n"), text);
    text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
  }

  /** Uncommented, the examples are a site file as well. */
  @Test
  void theExamplesAreValid() throws Exception {
    for (Question question : questions.all()) {
      if (question.key().equals(Questions.AUTHORITY)) {
        continue;
      }
      String empty = SiteFileText.of(questions, new Answers());
      String example =
          empty
              .lines()
              .filter(
                  line ->
                      line.strip()
                          .startsWith("# " + question.key().replaceFirst(".*\\.", "") + ": "))
              .findFirst()
              .orElse("");
      assertFalse(example.isEmpty(), question.key());
    }
  }

  @Test
  void whatCannotBePrintedIsRefused() {
    AnswerCheck check = new AnswerCheck(catalogue, questions, folder.resolve("site.yaml"));
    assertFalse(check.objections(new Answers(), "sql.host", "db\u001b.uni.edu").isEmpty());
    assertFalse(check.objections(new Answers(), "sql.host", "db uni").isEmpty());
    assertFalse(check.objections(new Answers(), "sql.port", "99999").isEmpty());
    assertFalse(check.objections(new Answers(), "trust.internal", "nothing.pem").isEmpty());
    assertFalse(check.objections(new Answers(), "proxy.url", "proxy").isEmpty());
    assertFalse(check.objections(new Answers(), "servers", " , ").isEmpty());
    assertEquals(List.of(), check.objections(new Answers(), "sql.host", "db.uni.edu"));
  }
}
