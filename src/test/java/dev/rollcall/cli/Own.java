package dev.rollcall.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Catalogues of tests, that lead to loopback. */
public final class Own {
  private Own() {}

  /** One rule a peer, each for SSH. */
  public static Path catalogue(Path folder, String ids, InetSocketAddress... peers)
      throws IOException {
    return catalogue(folder, ids, "", peers);
  }

  /**
   * One rule a peer, each for SSH.
   *
   * @param ids their ids, with blanks between
   * @param more further keys of every rule, a line each
   */
  public static Path catalogue(Path folder, String ids, String more, InetSocketAddress... peers)
      throws IOException {
    StringBuilder yaml = new StringBuilder("catalogue: own\ntitle: Own checks\nrules:\n");
    String[] names = ids.split(" ", -1);
    for (int i = 0; i < peers.length; i++) {
      yaml.append("  - id: ").append(names[i]).append('\n');
      yaml.append("    from: appsanywhere\n    to: 127.0.0.1\n");
      yaml.append("    port: ").append(peers[i].getPort()).append("/tcp\n");
      yaml.append("    protocol: ssh\n    usage: a shell\n");
      more.lines().forEach(line -> yaml.append("    ").append(line).append('\n'));
    }
    return Files.writeString(folder.resolve("checks.yaml"), yaml);
  }
}
