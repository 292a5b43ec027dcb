package dev.rollcall.cli.notify;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.cli.send.SecretPlace;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.report.notice.WebhookForm;
import java.util.List;
import java.util.Optional;

/** Where a notification goes, as {@code --notify} has it; nothing is fetched yet. */
public sealed interface Where {
  /** The most addresses of a mail; a list is for the mail server to keep. */
  int ADDRESSES = 20;

  /** By mail. */
  record Mail(List<String> addresses) implements Where {
    public Mail {
      addresses = List.copyOf(addresses);
    }
  }

  /** By a webhook whose URL is a secret. */
  record Hidden(WebhookForm form, SecretReference place) implements Where {}

  /** By a webhook whose URL holds no secret. */
  record Open(WebhookForm form, WebhookUrl url) implements Where {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with a sentence for the user; what may be a secret is not in
   *     it
   */
  static Where of(String text) {
    if (text.startsWith("mailto:")) {
      return mail(text.substring("mailto:".length()));
    }
    int equals = text.indexOf('=');
    String word = text.substring(0, Math.max(0, equals));
    String place = text.substring(equals + 1);
    Optional<WebhookForm> form = WebhookForm.named(word);
    if (form.isEmpty()) {
      throw new IllegalArgumentException(
          (word.matches("[A-Za-z]{1,20}") ? "'" + word + "' is not a form: " : "")
              + "write it as mailto:ADDRESS, or as FORM=PLACE, where FORM is one of "
              + WebhookForm.words()
              + ", and PLACE is "
              + SecretPlace.FORMS);
    }
    return SecretPlace.of(place)
        .<Where>map(secret -> new Hidden(form.get(), secret))
        .orElseGet(() -> open(form.get(), place));
  }

  private static Where mail(String text) {
    List<String> addresses = List.of(text.split(",", -1));
    for (String address : addresses) {
      if (!MailRequest.isAddress(address)) {
        throw new IllegalArgumentException(
            "'" + address + "' is not a mail address; write it as mailto:name@domain,name@domain");
      }
    }
    if (addresses.size() > ADDRESSES) {
      throw new IllegalArgumentException(
          addresses.size()
              + " addresses are too many; give at most "
              + ADDRESSES
              + ", or a list's");
    }
    return new Mail(addresses);
  }

  private static Where open(WebhookForm form, String url) {
    boolean web = url.matches("(?i)https?://.*");
    String remedy =
        "write the URL into a file of mode 600, and --notify "
            + form.word()
            + "=file:FILE (or env:VARIABLE, credential:NAME)";
    if (!web) {
      throw new IllegalArgumentException(
          "what follows " + form.word() + "= is not the place of a URL; " + remedy);
    }
    if (form != WebhookForm.JSON) {
      throw new IllegalArgumentException(
          "the URL is a secret, and every user can read a command line; " + remedy);
    }
    WebhookUrl open = WebhookUrl.of(url);
    if (open.hasQuery()) {
      throw new IllegalArgumentException(
          "a URL with a query may hold a secret, and every user can read a command line; "
              + remedy);
    }
    return new Open(form, open);
  }
}
