package dev.rollcall.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.run.Protocols;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a site file: every value, no comment, no secret's place. */
class SiteCopyTest {
  private static final String SITE =
      """
      # the password was Planted-1
      servers: [a.uni.edu, {name: b.uni.edu, address: 10.1.2.4}] # Planted-2
      service: {url: "https://apps.uni.edu", direct: true}
      sql:
        host: db.uni.edu
        port: 1444
        user: 'it''s \\ me'
        password: {env: PLANTED_3}
      directory: {host: dc1.uni.edu, realm: UNI.EDU, user: "tab\\there \\u00fc", password: {file: planted-4}}
      files: {unc: '\\\\files.uni.edu\\packages'}
      proxy: {url: "http://proxy.uni.edu:3128", user: me, password: {credential: planted.5}}
      rules:
        mail.smtp: {skip: "we relay: internally", until: 2027-06-30}
        sql.tds: {certificate: verify}
      """;

  @TempDir private Path folder;

  private static Catalogue catalogue() throws Exception {
    return Catalogues.shipped(Protocols.ALL.byName());
  }

  private Path site() throws Exception {
    return Files.writeString(folder.resolve("site.yaml"), SITE);
  }

  @Test
  void itReadsAsTheSameSiteWithoutCommentsAndSecrets() throws Exception {
    String copy = SiteCopy.of(site(), catalogue()).text((content, text) -> text);
    assertFalse(copy.toLowerCase(java.util.Locale.ROOT).contains("planted"), copy);
    assertFalse(copy.contains("#"), copy);
    assertTrue(copy.contains("password: {env: LEFT_OUT}"), copy);
    assertTrue(copy.contains("password: {file: LEFT_OUT}"), copy);
    assertTrue(copy.contains("password: {credential: LEFT_OUT}"), copy);
    Site before = Sites.read(site(), catalogue());
    Site after = Sites.read(site(), copy.getBytes(UTF_8), catalogue());
    assertEquals(without(before), without(after));
  }

  private static List<Object> without(Site site) {
    List<Object> all = new ArrayList<>();
    site.values().forEach((key, value) -> all.add(key.endsWith("password") ? key : value));
    all.add(site.proxy().map(Site.ProxySetting::withoutCredentials));
    all.add(site.amendments());
    all.add(site.self());
    return all;
  }

  @Test
  void everyNameAndSentenceIsPassedOn() throws Exception {
    List<String> names = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    String copy =
        SiteCopy.of(site(), catalogue())
            .text(
                (content, text) -> {
                  if (content == SiteCopy.Content.NAME) {
                    names.add(text);
                    return "n.x";
                  }
                  if (content == SiteCopy.Content.SENTENCE) {
                    sentences.add(text);
                  }
                  return text;
                });
    assertTrue(
        names.containsAll(
            List.of(
                "a.uni.edu",
                "b.uni.edu",
                "10.1.2.4",
                "https://apps.uni.edu",
                "db.uni.edu",
                "it's \\ me",
                "dc1.uni.edu",
                "UNI.EDU",
                "\\\\files.uni.edu\\packages",
                "me",
                "http://proxy.uni.edu")),
        names::toString);
    assertEquals(
        List.of("mail.smtp", "we relay: internally", "2027-06-30", "sql.tds", "verify"), sentences);
    assertFalse(copy.contains("uni"), copy);
    assertTrue(copy.contains("n.x:3128"), "a port is no name");
  }
}
