package dev.rollcall.history.failedlogins;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.rollcall.document.JsonHead;
import dev.rollcall.document.RunJson;
import dev.rollcall.files.FileReason;
import dev.rollcall.history.store.HistoryFiles;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.login.LoginNotes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored failed logins of an account. It holds no text from a server, which might contain the
 * secret.
 *
 * @param about explains the file and how to remove it, for a person who finds it
 * @param account as {@link dev.rollcall.probe.login.Account#key}
 * @param logins the latest last, one for each secret
 */
public record FailedLoginFile(
    String about,
    int version,
    String account,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) List<Login> logins) {
  private static final int VERSION = 3;

  /** Servers' accounts of one name could share a file of this version. */
  private static final int SHARED = 2;

  /** Fields of version 1, which held one login at the top level. */
  private static final String FORMER = "1";

  private static final int LARGEST = 1 << 16;
  private static final String ABOUT =
      "Rollcall does not log in again with the passwords of these logins, so that the account is"
          + " not locked: they were refused (rejected), or no answer came and they may have been"
          + " counted as failed (unknown). Delete this file to let it try the same password again."
          + " A changed password is tried anyway.";

  /**
   * A login that was not accepted.
   *
   * @param at ISO 8601, UTC
   * @param state {@code unknown} or {@code rejected}
   * @param phase absent, like the kind, while the login is in progress and if its run ended before
   *     the answer
   * @param clue absent where the server gave none
   */
  public record Login(
      String rule,
      String at,
      String state,
      @Nullable Phase phase,
      @Nullable FaultKind kind,
      @Nullable Clue clue,
      SlowHash hash) {
    static Login of(LoginNotes.Note note, SlowHash hash) {
      Optional<Fault> fault = note.fault();
      return new Login(
          note.rule(),
          note.at().toString(),
          note.rejected() ? "rejected" : "unknown",
          fault.map(Fault::phase).orElse(null),
          fault.map(Fault::kind).orElse(null),
          fault.flatMap(Fault::clue).orElse(null),
          hash);
    }

    public LoginNotes.Note note() {
      Optional<Fault> fault =
          phase == null || kind == null
              ? Optional.empty()
              : Optional.of(new Fault(phase, kind, "", Optional.ofNullable(clue)));
      return new LoginNotes.Note(rule, Instant.parse(at), fault);
    }

    private boolean whole() {
      return rule != null
          && at != null
          && state != null
          && hash != null
          && Instant.parse(at) != null
          && (phase == null) == (kind == null);
    }
  }

  /** Version 1 also has text from the server, which is ignored. */
  private record Former(
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
    FailedLoginFile now() {
      return new FailedLoginFile(
          ABOUT,
          SHARED,
          account,
          List.of(new Login(rule, at, "rejected", phase, kind, clue, hash)));
    }
  }

  static FailedLoginFile of(String account, List<Login> logins) {
    return new FailedLoginFile(ABOUT, VERSION, account, logins);
  }

  /** Whether an earlier version wrote it. */
  boolean isFormer() {
    return version < VERSION;
  }

  byte[] bytes() {
    return RunJson.bytes(this);
  }

  /**
   * Reads one; empty if there is none.
   *
   * @throws IOException with a sentence for the user, if it is damaged
   */
  public static Optional<FailedLoginFile> read(HistoryFiles files, Path file) throws IOException {
    byte[] bytes;
    try (FileChannel open = files.open(file, StandardOpenOption.READ)) {
      bytes = Channels.newInputStream(open).readNBytes(LARGEST + 1);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException(
          file
              + " cannot be read ("
              + FileReason.of(e)
              + "): it stores failed logins; let this user read and write it",
          e);
    }
    if (bytes.length > LARGEST) {
      throw damaged(file, null);
    }
    try {
      FailedLoginFile content =
          JsonHead.of(ByteBuffer.wrap(bytes), Set.of(JsonHead.VERSION))
                  .getOrDefault(JsonHead.VERSION, "")
                  .equals(FORMER)
              ? RunJson.sparse(bytes, Former.class).now()
              : RunJson.sparse(bytes, FailedLoginFile.class);
      if ((content.version != VERSION && content.version != SHARED)
          || content.account == null
          || !content.logins.stream().allMatch(Login::whole)) {
        throw damaged(file, null);
      }
      return Optional.of(content);
    } catch (RuntimeException e) {
      throw damaged(file, e);
    }
  }

  private static IOException damaged(Path file, @Nullable Exception why) {
    return new IOException(
        file
            + " is damaged or of another version of Rollcall: it stores failed logins; delete it"
            + " once the account's password is known to be correct",
        why);
  }
}
