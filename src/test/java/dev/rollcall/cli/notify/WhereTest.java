package dev.rollcall.cli.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.report.notice.WebhookForm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereTest {
  @Test
  void readsEveryForm() {
    assertEquals(new Where.Mail(List.of("a@b", "c@d.e")), Where.of("mailto:a@b,c@d.e"));
    assertEquals(
        new Where.Hidden(WebhookForm.SLACK, new SecretReference.File(Path.of("/etc/x:y=z"))),
        Where.of("slack=file:/etc/x:y=z"));
    assertEquals(
        new Where.Hidden(WebhookForm.TEAMS, new SecretReference.Environment("TEAMS_URL")),
        Where.of("teams=env:TEAMS_URL"));
    assertEquals(
        new Where.Hidden(WebhookForm.JSON, new SecretReference.Credential("hook")),
        Where.of("json=credential:hook"));
    assertTrue(Where.of("json=https://host.example/path") instanceof Where.Open);
    assertTrue(Where.of("json=http://localhost:8080/") instanceof Where.Open);
    assertTrue(Where.of("json=http://[::1]:8080/") instanceof Where.Open);
  }

  /** None repeats what may be a secret. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://hooks.slack.com/s3cr3t | write it as mailto:ADDRESS, or as FORM=PLACE",
        "https://x.example/?sig=s3cr3t | write it as mailto:ADDRESS, or as FORM=PLACE",
        "discord=file:s3cr3t | 'discord' is not a form: write it as",
        "slack=https://hooks.slack.com/s3cr3t | write the URL into a file of mode 600",
        "teams=HTTPS://x.example/?sig=s3cr3t | and --notify teams=file:FILE",
        "slack=s3cr3t | what follows slack= is not the place of a URL",
        "slack=file: | what follows slack= is not the place of a URL",
        "slack=env:s3-cr3t | what follows slack= is not the place of a URL",
        "json=https://x.example/?sig=s3cr3t | a URL with a query may hold a secret",
        "json=https://u:s3cr3t@x.example/ | the URL must have no user, password or fragment",
        "json=http://x.example/s3cr3t | http:// is for a server on this host only",
        "json=https://x.example/s3cr3t[ | not a URL of the form https://HOST/PATH",
        "json=https:///s3cr3t | the URL names no host",
        "json=https://x.example:99999/s3cr3t | a port that there is not",
        "mailto: | '' is not a mail address",
        "mailto:a@b,c | 'c' is not a mail address; write it as mailto:name@domain",
        "mailto:a@b?cc=c@d | is not a mail address"
      })
  void saysWhatIsWrong(String text, String said) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Where.of(text)).getMessage();
    assertTrue(String.valueOf(message).contains(said), message);
    assertFalse(String.valueOf(message).contains("s3"), message);
  }

  @Test
  void aListIsForTheMailServer() {
    String many = "mailto:" + String.join(",", java.util.Collections.nCopies(21, "a@b.c"));
    assertTrue(
        String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> Where.of(many)).getMessage())
            .contains("21 addresses are too many"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://h.example/s3cr3t?a=s3cr3t", "https://h.example:8443/s3cr3t"})
  void aUrlShowsItsHostOnly(String text) {
    WebhookUrl url = WebhookUrl.of(text);
    assertEquals("h.example", url.toString());
    assertFalse(new Where.Open(WebhookForm.JSON, url).toString().contains("s3cr3t"));
  }
}
