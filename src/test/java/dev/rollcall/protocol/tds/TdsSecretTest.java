package dev.rollcall.protocol.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The driver logs everything, packets too, and nothing of it is the password. */
class TdsSecretTest {
  private static final String PASSWORD = "Planted/Secret+For=Logs";
  private static final String PARENT = "com.microsoft.sqlserver.jdbc";
  private static final Pattern DUMPED = Pattern.compile("\\b[0-9A-Fa-f]{2}(?= )");

  /** Keeps everything that is published, as text. */
  private static final class Keeper extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final List<String> texts = new ArrayList<>();

    Keeper() {
      setLevel(Level.ALL);
    }

    @Override
    public synchronized void publish(LogRecord record) {
      texts.add(formatter.format(record));
    }

    synchronized String all() {
      return String.join("", texts);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static Attempt logIn(LoginPeer.Answer answer) throws IOException {
    try (LoginPeer peer = LoginPeer.answering(answer)) {
      return Prober.attempt(
          new TdsProtocol(),
          new TdsSettings(Optional.empty(), Optional.of("appsanywhere")),
          Probes.session(
              Probes.route(peer.address(), Transport.TCP),
              Duration.ofSeconds(20),
              Probes.policy(),
              Account.of("appsanywhere_user", ""),
              PASSWORD));
    }
  }

  /** Three logins with every logger at that level: let in, refused, cut off. */
  private static String logged(Level level) throws IOException {
    // Loggers come with the driver's classes.
    logIn(LoginPeer.with(LoginPeer.accepted()));
    Keeper keeper = new Keeper();
    Map<Logger, Level> before = new HashMap<>();
    for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
      Logger logger = Logger.getLogger(name);
      if (name.startsWith(PARENT) || name.isEmpty()) {
        before.put(logger, logger.getLevel());
      }
    }
    Logger parent = Logger.getLogger(PARENT);
    boolean upwards = parent.getUseParentHandlers();
    try {
      before.keySet().forEach(logger -> logger.setLevel(level));
      parent.setUseParentHandlers(false);
      parent.addHandler(keeper);
      logIn(LoginPeer.with(LoginPeer.accepted()));
      Attempt refused = logIn(LoginPeer.with(LoginPeer.refused("No.", 18456, 1)));
      assertFalse(refused.toString().contains(PASSWORD));
      logIn((login, secured) -> secured.close());
    } finally {
      parent.removeHandler(keeper);
      parent.setUseParentHandlers(upwards);
      before.forEach(Logger::setLevel);
    }
    return keeper.all();
  }

  @Test
  void theMostVerboseLogHasNoPassword() throws IOException {
    String log = logged(Level.ALL);
    assertTrue(log.contains("appsanywhere_user"), "the packets' texts are not there");
    StringBuilder dumped = new StringBuilder();
    for (Matcher pair = DUMPED.matcher(log); pair.find(); ) {
      dumped.append(pair.group().toLowerCase(Locale.ROOT));
    }
    assertTrue(
        dumped.toString().contains(hex("rollcall".getBytes(UTF_16LE))), "no packet is there");
    assertFalse(log.contains(PASSWORD));
    byte[] wide = PASSWORD.getBytes(UTF_16LE);
    byte[] obfuscated = new byte[wide.length];
    for (int i = 0; i < wide.length; i++) {
      obfuscated[i] = (byte) (((wide[i] & 0xf0) >> 4 | (wide[i] & 0x0f) << 4) ^ 0xa5);
    }
    for (byte[] form : List.of(wide, obfuscated, PASSWORD.getBytes(UTF_8))) {
      assertFalse(dumped.toString().contains(hex(form)));
      assertFalse(log.contains(hex(form)));
    }
    assertFalse(System.getProperties().toString().contains(PASSWORD));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void nothingIsLoggedByDefault() throws IOException {
    logIn(LoginPeer.with(LoginPeer.accepted()));
    Keeper keeper = new Keeper();
    Logger root = Logger.getLogger("");
    root.addHandler(keeper);
    try {
      logIn(LoginPeer.with(new byte[] {0x55}));
      logIn(LoginPeer.with(LoginPeer.refused("No.", 18456, 1)));
    } finally {
      root.removeHandler(keeper);
    }
    assertEquals("", keeper.all());
  }
}
