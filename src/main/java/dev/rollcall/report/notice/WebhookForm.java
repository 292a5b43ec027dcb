package dev.rollcall.report.notice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms of a notification that webhooks accept. */
public enum WebhookForm {
  /** Rollcall's own: {@code checks/schema/notice.schema.json}. */
  JSON,
  /** A workflow of Microsoft Teams. */
  TEAMS,
  /** An incoming webhook of Slack, or of what accepts the same. */
  SLACK;

  /** The name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The form of that name. */
  public static Optional<WebhookForm> named(String word) {
    return Arrays.stream(values()).filter(form -> form.word().equals(word)).findFirst();
  }

  /** All names, for a sentence. */
  public static String words() {
    return Arrays.stream(values()).map(WebhookForm::word).collect(Collectors.joining(", "));
  }

  /** The body of the request: a JSON object, in ASCII. */
  public byte[] render(Notice notice) {
    return switch (this) {
      case JSON -> JsonNotice.render(notice);
      case TEAMS -> TeamsNotice.render(notice);
      case SLACK -> SlackNotice.render(notice);
    };
  }
}
