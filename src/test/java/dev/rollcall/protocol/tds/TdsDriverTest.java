package dev.rollcall.protocol.tds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's own driver logs in to the server that the other tests take for SQL Server. */
class TdsDriverTest {
  @TempDir Path folder;

  private static void logIn(ServerSocket server, String encryption) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", TdsPeer.ACCOUNT.user());
    properties.setProperty("password", TdsPeer.ACCOUNT.password());
    String url =
        "jdbc:sqlserver://127.0.0.1:"
            + server.getLocalPort()
            + ";databaseName="
            + TdsPeer.ACCOUNT.database()
            + ";loginTimeout=20;connectRetryCount=0;transparentNetworkIPResolution=false;"
            + encryption;
    try (Connection connection = new SQLServerDriver().connect(url, properties)) {
      assertNotNull(connection);
      assertEquals(16, connection.getMetaData().getDatabaseMajorVersion());
    }
  }

  @Test
  void tlsInsideOfTds() throws IOException, SQLException {
    try (ServerSocket server =
        TdsPeer.standIn(false, TestAuthority.shared().leaf("127.0.0.1"), folder)) {
      logIn(server, "encrypt=true;trustServerCertificate=true");
    }
  }

  @Test
  void tlsFirst() throws IOException, SQLException {
    TestAuthority.Leaf leaf = TestAuthority.shared().leaf("127.0.0.1");
    Path certificate = folder.resolve("leaf.pem");
    Files.writeString(certificate, TestAuthority.pem(leaf.chain()));
    try (ServerSocket server = TdsPeer.standIn(true, leaf, folder)) {
      logIn(server, "encrypt=strict;serverCertificate=" + certificate);
    }
  }
}
