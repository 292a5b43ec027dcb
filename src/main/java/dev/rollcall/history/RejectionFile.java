package dev.rollcall.history;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.probe.login.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A remembered refusal, as it is stored.
 *
 * @param about what the file is and how to be rid of it, for whoever finds it
 * @param account as {@link dev.rollcall.probe.login.Account#key} tells accounts apart
 * @param at ISO 8601, UTC
 * @param clue absent where the refusal had none
 */
record RejectionFile(
    String about,
    int version,
    String account,
    String rule,
    String at,
    Phase phase,
    FaultKind kind,
    @Nullable Clue clue,
    String evidence,
    SlowHash hash) {
  private static final int VERSION = 1;
  private static final int LARGEST = 1 << 16;
  private static final String ABOUT =
      "Rollcall does not show these credentials again until the secret changes, so that the account"
          + " is not locked. Delete this file to let it try the same secret once more.";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static RejectionFile of(String account, SlowHash hash, Memory.Rejection rejection) {
    Fault fault = rejection.fault();
    return new RejectionFile(
        ABOUT,
        VERSION,
        account,
        rejection.rule(),
        rejection.at().toString(),
        fault.phase(),
        fault.kind(),
        fault.clue().orElse(null),
        fault.evidence(),
        hash);
  }

  Fault fault() {
    return new Fault(phase, kind, evidence, Optional.ofNullable(clue));
  }

  byte[] bytes() {
    return MAPPER.writeValueAsBytes(this);
  }

  /**
   * Reads one.
   *
   * @throws IOException with a sentence for the user, if it is damaged
   */
  static RejectionFile read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw damaged(file, null);
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      RejectionFile content = MAPPER.readValue(bytes, RejectionFile.class);
      boolean whole =
          content.version == VERSION
              && content.account != null
              && content.rule != null
              && content.phase != null
              && content.kind != null
              && content.evidence != null
              && content.hash != null;
      if (!whole) {
        throw damaged(file, null);
      }
      Instant.parse(content.at);
      return content;
    } catch (RuntimeException e) {
      throw damaged(file, e);
    }
  }

  private static IOException damaged(Path file, @Nullable Exception why) {
    return new IOException(
        file
            + " is damaged or of another version of Rollcall: it remembers refused credentials;"
            + " delete it once the account's password is known to be right",
        why);
  }
}
