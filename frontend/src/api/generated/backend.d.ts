// Made from ../backend-django/openapi.json by `npm run generate`.
export interface paths {
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Says that somebody has seen it. The first one stands; again changes nothing. */
        post: operations["acknowledge_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The public keys with which access tokens can be checked. */
        get: operations["access_token_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ends the session of a refresh token; access tokens of it last at most ten minutes more. */
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Exchanges a refresh token, once, for a new pair. */
        post: operations["refresh_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Signs in. Wrong name and wrong password get the same answer, after the same work. */
        post: operations["sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/camera-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Writes what was done to the audit log. */
        get: operations["list_camera_groups"];
        put?: never;
        /** @description Writes what was done to the audit log. */
        post: operations["create_camera_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/camera-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Writes what was done to the audit log. */
        get: operations["get_camera_group"];
        /** @description Writes what was done to the audit log. */
        put: operations["replace_camera_group"];
        post?: never;
        /** @description Writes what was done to the audit log. */
        delete: operations["delete_camera_group"];
        options?: never;
        head?: never;
        /** @description Writes what was done to the audit log. */
        patch: operations["change_camera_group"];
        trace?: never;
    };
    "/api/v1/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The cameras that one may see, newest first. */
        get: operations["list_cameras"];
        put?: never;
        /** @description Adds a camera; the other parts take it up by themselves. */
        post: operations["create_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One camera. */
        get: operations["get_camera"];
        /** @description Replaces what is set; what the body leaves out goes back to its default. */
        put: operations["replace_camera"];
        post?: never;
        /** @description Removes the camera; what was recorded of it stays. */
        delete: operations["delete_camera"];
        options?: never;
        head?: never;
        /** @description Changes what the body names. */
        patch: operations["change_camera"];
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Opens the camera once and tells what it sends, or why it cannot be opened. */
        post: operations["probe_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/snapshot.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The newest picture that the AI looked at. */
        get: operations["get_snapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_clips"];
        put?: never;
        /** @description Saves a time range; answers at once, with the clip's address in `Location`. */
        post: operations["request_clip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_clip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The MP4, whole or by `Range`. */
        get: operations["get_clip_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List detections */
        get: operations["list_detections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who the token stands for, and what that user may do. */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mosaics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own and the shared mosaics; whoever has none gets one with the first four cameras. */
        get: operations["list_mosaics"];
        put?: never;
        /** @description Keeps a new mosaic. */
        post: operations["create_mosaic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mosaics/{mosaic_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One mosaic, with the cameras of it that one may see. */
        get: operations["get_mosaic"];
        /** @description Replaces the mosaic; only its owner or an administrator may. */
        put: operations["replace_mosaic"];
        post?: never;
        /** @description Removes the mosaic; only its owner or an administrator may. */
        delete: operations["delete_mosaic"];
        options?: never;
        head?: never;
        /** @description Changes what the body names. */
        patch: operations["change_mosaic"];
        trace?: never;
    };
    "/api/v1/plates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search plate reads */
        get: operations["list_plates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/{read_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_plate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/{read_id}/images/{kind}.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A crop as JPEG. It never changes under its key, but a better revision may bring another key. */
        get: operations["get_plate_image"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The spans that were recorded of a camera, oldest first. */
        get: operations["list_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Writes what was done to the audit log. */
        get: operations["list_sites"];
        put?: never;
        /** @description Writes what was done to the audit log. */
        post: operations["create_site"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Writes what was done to the audit log. */
        get: operations["get_site"];
        /** @description Writes what was done to the audit log. */
        put: operations["replace_site"];
        post?: never;
        /** @description Writes what was done to the audit log. */
        delete: operations["delete_site"];
        options?: never;
        head?: never;
        /** @description Writes what was done to the audit log. */
        patch: operations["change_site"];
        trace?: never;
    };
    "/api/v1/watchlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_watchlists"];
        put?: never;
        post: operations["create_watchlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_watchlist"];
        put?: never;
        post?: never;
        delete: operations["delete_watchlist"];
        options?: never;
        head?: never;
        patch: operations["change_watchlist"];
        trace?: never;
    };
    "/api/v1/watchlists/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_watchlist_entries"];
        put?: never;
        /** @description Adds a plate; one that is there already, in whatever spelling, stays as it is. */
        post: operations["add_watchlist_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/entries/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_watchlist_entry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcknowledgementRequest: {
            /** @default  */
            note: string;
        };
        Ai: {
            classes?: string[];
            /** @default true */
            enabled: boolean;
            /** @default true */
            read_plates: boolean;
            zones?: components["schemas"]["Zone"][];
        };
        AiRequest: {
            classes?: string[];
            /** @default true */
            enabled: boolean;
            /** @default true */
            read_plates: boolean;
            zones?: components["schemas"]["ZoneRequest"][];
        };
        Alert: {
            readonly acknowledged: boolean;
            /** Format: date-time */
            readonly acknowledged_at: string | null;
            readonly acknowledged_by: string;
            /** Format: uuid */
            readonly camera: string | null;
            readonly camera_name: string | null;
            /** Format: uuid */
            readonly id: string;
            readonly kind: string;
            readonly note: string;
            /** Format: uuid */
            readonly plate_read: string | null;
            /** Format: date-time */
            readonly raised_at: string;
            readonly severity: components["schemas"]["SeverityEnum"];
            readonly title: string;
            /** Format: uuid */
            readonly watchlist: string | null;
        };
        /** @description A camera as it is told; the address without user and password. */
        Camera: {
            ai: components["schemas"]["Ai"];
            enabled: boolean;
            /** Format: uuid */
            group: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            recording: components["schemas"]["Recording"];
            revision: number;
            /** @description Without user and password */
            source_url: string;
            state: components["schemas"]["State"];
        };
        CameraCounts: {
            connecting: number;
            disabled: number;
            error: number;
            idle: number;
            online: number;
            total: number;
        };
        /** @description A camera as an administrator sends it; what is left out of a PATCH stays. */
        CameraInputRequest: {
            ai?: components["schemas"]["AiRequest"];
            /** @default true */
            enabled: boolean;
            /** Format: uuid */
            group?: string | null;
            name: string;
            recording?: components["schemas"]["RecordingRequest"];
            /** @description Credentials are kept and never returned; sent back without them, they stay */
            source_url: string;
        };
        Clip: {
            /** Format: uuid */
            camera: string;
            readonly camera_name: string | null;
            readonly detail: string;
            /** @description Where the MP4 is, once it is ready. */
            readonly file: string | null;
            /** Format: date-time */
            readonly finished_at: string | null;
            /** Format: date-time */
            readonly from: string;
            /** Format: uuid */
            readonly id: string;
            readonly reason: string;
            /** Format: date-time */
            readonly requested_at: string;
            readonly requested_by: string;
            readonly sha256: string;
            readonly size_bytes: number | null;
            state: components["schemas"]["ClipStateEnum"];
            /** Format: date-time */
            readonly to: string;
        };
        /** @description `from` and `to`: what to save, at most an hour, up to now. */
        ClipRequestRequest: {
            /** Format: uuid */
            camera: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        /**
         * @description * `queued` - Queued
         *     * `running` - Running
         *     * `ready` - Ready
         *     * `failed` - Failed
         * @enum {string}
         */
        ClipStateEnum: "queued" | "running" | "ready" | "failed";
        CredentialsRequest: {
            password: string;
            username: string;
        };
        /** @description What the role may not see is null. */
        Dashboard: {
            alerts_unacknowledged: number | null;
            cameras: components["schemas"]["CameraCounts"];
            reads_per_hour: components["schemas"]["HourOfReads"][] | null;
            recent_reads: components["schemas"]["RecentRead"][] | null;
        };
        /** @description One object in one frame; `box` is (x, y, width, height) in shares of the picture. */
        Detection: {
            box: number[];
            /** Format: uuid */
            camera: string;
            readonly camera_name: string | null;
            /** Format: date-time */
            captured_at: string;
            /** Format: double */
            confidence: number;
            engine: string;
            readonly frame: components["schemas"]["SeenFrame"];
            /** Format: uuid */
            id: string;
            label: string;
            /** Format: uuid */
            track_id: string | null;
            zones: string[];
        };
        /**
         * FieldProblem
         * @description What is wrong with one field; `pointer` is a JSON pointer into the body, or the parameter's name.
         */
        FieldProblem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Pointer */
            pointer: string;
        };
        Group: {
            /** Format: uuid */
            readonly id: string;
            name: string;
            /** Format: uuid */
            site?: string | null;
        };
        GroupRequest: {
            name: string;
            /** Format: uuid */
            site?: string | null;
        };
        HourOfReads: {
            /** Format: date-time */
            hour: string;
            reads: number;
        };
        /**
         * @description * `include` - include
         *     * `exclude` - exclude
         *     * `plate` - plate
         * @enum {string}
         */
        KindEnum: "include" | "exclude" | "plate";
        /**
         * @description * `1` - 1
         *     * `2x2` - 2x2
         *     * `1+5` - 1+5
         *     * `3x3` - 3x3
         *     * `4x4` - 4x4
         * @enum {string}
         */
        LayoutEnum: "1" | "2x2" | "1+5" | "3x3" | "4x4";
        Me: {
            all_cameras: boolean;
            groups: string[];
            /** Format: uuid */
            id: string;
            role: components["schemas"]["RoleEnum"];
            username: string;
            /** @description What the role allows at all */
            readonly verbs: string[];
        };
        /**
         * @description * `off` - off
         *     * `continuous` - continuous
         * @enum {string}
         */
        ModeEnum: "off" | "continuous";
        Mosaic: {
            /** Format: uuid */
            id: string;
            layout: components["schemas"]["LayoutEnum"];
            /** @description Whether the asking user may change it */
            mine: boolean;
            name: string;
            /** Format: uuid */
            owner: string;
            shared: boolean;
            tiles: components["schemas"]["Tile"][];
            version: number;
        };
        MosaicInputRequest: {
            /** @default 2x2 */
            layout: components["schemas"]["LayoutEnum"];
            name: string;
            /** @default false */
            shared: boolean;
            tiles?: components["schemas"]["TileRequest"][];
        };
        PaginatedAlertList: {
            items: components["schemas"]["Alert"][];
            next_cursor: string | null;
        };
        PaginatedCameraList: {
            items: components["schemas"]["Camera"][];
            next_cursor: string | null;
        };
        PaginatedClipList: {
            items: components["schemas"]["Clip"][];
            next_cursor: string | null;
        };
        PaginatedDetectionList: {
            items: components["schemas"]["Detection"][];
            next_cursor: string | null;
        };
        PaginatedGroupList: {
            items: components["schemas"]["Group"][];
            next_cursor: string | null;
        };
        PaginatedMosaicList: {
            items: components["schemas"]["Mosaic"][];
            next_cursor: string | null;
        };
        PaginatedSiteList: {
            items: components["schemas"]["Site"][];
            next_cursor: string | null;
        };
        PaginatedWatchListEntryList: {
            items: components["schemas"]["WatchListEntry"][];
            next_cursor: string | null;
        };
        PaginatedWatchListList: {
            items: components["schemas"]["WatchList"][];
            next_cursor: string | null;
        };
        /** @description A camera as an administrator sends it; what is left out of a PATCH stays. */
        PatchedCameraInputRequest: {
            ai?: components["schemas"]["AiRequest"];
            /** @default true */
            enabled: boolean;
            /** Format: uuid */
            group?: string | null;
            name?: string;
            recording?: components["schemas"]["RecordingRequest"];
            /** @description Credentials are kept and never returned; sent back without them, they stay */
            source_url?: string;
        };
        PatchedGroupRequest: {
            name?: string;
            /** Format: uuid */
            site?: string | null;
        };
        PatchedMosaicInputRequest: {
            /** @default 2x2 */
            layout: components["schemas"]["LayoutEnum"];
            name?: string;
            /** @default false */
            shared: boolean;
            tiles?: components["schemas"]["TileRequest"][];
        };
        PatchedSiteRequest: {
            name?: string;
        };
        PatchedWatchListRequest: {
            enabled?: boolean;
            /** @description Plates to begin with; later ones go to /watchlists/{id}/entries. */
            entries?: components["schemas"]["WatchListEntryRequest"][];
            name?: string;
            reason?: string;
            severity?: components["schemas"]["SeverityEnum"];
        };
        PlatePage: {
            items: components["schemas"]["PlateRead"][];
            next_cursor: string | null;
        };
        /** @description One passage of one plate. `score` and `why` tell how well it fits the search; null without a text. */
        PlateRead: {
            box: number[];
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** @description For each glyph of `folded` the likeliest characters with probabilities, best first. */
            candidates: [
                string,
                number
            ][][];
            /** Format: double */
            confidence: number;
            engine: string;
            final: boolean;
            /** Format: date-time */
            first_seen_at: string;
            folded: string;
            frame: components["schemas"]["SeenFrame"];
            /** Format: uuid */
            id: string;
            images: components["schemas"]["ReadImages"];
            /** Format: date-time */
            last_seen_at: string;
            revision: number;
            /** Format: double */
            score: number | null;
            /** Format: date-time */
            seen_at: string;
            text: string;
            /** Format: uuid */
            track_id: string;
            vehicle: components["schemas"]["ReadVehicle"] | null;
            votes: number;
            why: string | null;
            zones: string[];
        };
        Probe: {
            detail: string | null;
            ok: boolean;
            reason: string | null;
            /** Format: double */
            took_ms: number;
            tracks: components["schemas"]["ProbeTrack"][];
        };
        ProbeTrack: {
            codec: string;
            /** Format: double */
            fps: number | null;
            /** Format: double */
            gop_s: number | null;
            has_b_frames: boolean | null;
            height: number | null;
            width: number | null;
        };
        /**
         * Problem
         * @description A problem document; `type` and `code` are stable, `detail` is for people.
         */
        Problem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Errors
             * @default null
             */
            errors: components["schemas"]["FieldProblem"][] | null;
            /**
             * Request Id
             * @default null
             */
            request_id: string | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /** @description Addresses of the evidence crops, relative to the server; null where there is none. */
        ReadImages: {
            plate: string | null;
            scene: string | null;
            vehicle: string | null;
        };
        ReadVehicle: {
            box: number[];
            colour: string | null;
            /** Format: double */
            confidence: number;
            label: string;
        };
        RecentRead: {
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** Format: double */
            confidence: number;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            seen_at: string;
            text: string;
        };
        RecordedSpan: {
            /** Format: double */
            duration_s: number;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        RecordedSpans: {
            items: components["schemas"]["RecordedSpan"][];
        };
        Recording: {
            /** @default off */
            mode: components["schemas"]["ModeEnum"];
            /** @default 7 */
            retention_days: number;
        };
        RecordingRequest: {
            /** @default off */
            mode: components["schemas"]["ModeEnum"];
            /** @default 7 */
            retention_days: number;
        };
        RefreshRequest: {
            refresh: string;
        };
        /**
         * @description * `admin` - admin
         *     * `operator` - operator
         *     * `reviewer` - reviewer
         *     * `viewer` - viewer
         * @enum {string}
         */
        RoleEnum: "admin" | "operator" | "reviewer" | "viewer";
        /** @description Pixels of the picture. */
        SeenFrame: {
            height: number;
            width: number;
        };
        /**
         * @description * `info` - Info
         *     * `warning` - Warning
         *     * `critical` - Critical
         * @enum {string}
         */
        SeverityEnum: "info" | "warning" | "critical";
        Site: {
            /** Format: uuid */
            readonly id: string;
            name: string;
        };
        SiteRequest: {
            name: string;
        };
        State: {
            /** Format: date-time */
            changed_at: string | null;
            detail: string | null;
            reason: string | null;
            state: components["schemas"]["StateStateEnum"];
            tracks: components["schemas"]["Track"][];
        };
        /**
         * @description * `unknown` - unknown
         *     * `disabled` - disabled
         *     * `idle` - idle
         *     * `connecting` - connecting
         *     * `online` - online
         *     * `error` - error
         * @enum {string}
         */
        StateStateEnum: "unknown" | "disabled" | "idle" | "connecting" | "online" | "error";
        Tile: {
            /** Format: uuid */
            camera_id: string;
            position: number;
        };
        TileRequest: {
            /** Format: uuid */
            camera_id: string;
            position: number;
        };
        TokenPair: {
            access: string;
            /** @description Seconds that the access token lasts */
            expires_in: number;
            refresh: string;
        };
        Track: {
            codec: string;
            height: number | null;
            width: number | null;
        };
        WatchList: {
            /** Format: date-time */
            readonly created_at: string;
            enabled?: boolean;
            readonly entry_count: number;
            /** Format: uuid */
            readonly id: string;
            name: string;
            reason?: string;
            severity?: components["schemas"]["SeverityEnum"];
            /** Format: date-time */
            readonly updated_at: string;
        };
        WatchListEntry: {
            readonly folded: string;
            /** Format: uuid */
            readonly id: string;
            note?: string;
            text: string;
        };
        WatchListEntryRequest: {
            note?: string;
            text: string;
        };
        WatchListRequest: {
            enabled?: boolean;
            /** @description Plates to begin with; later ones go to /watchlists/{id}/entries. */
            entries?: components["schemas"]["WatchListEntryRequest"][];
            name: string;
            reason?: string;
            severity?: components["schemas"]["SeverityEnum"];
        };
        Zone: {
            kind: components["schemas"]["KindEnum"];
            name: string;
            polygon: number[][];
        };
        ZoneRequest: {
            kind: components["schemas"]["KindEnum"];
            name: string;
            polygon: number[][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_alerts: {
        parameters: {
            query?: {
                acknowledged?: boolean;
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                from?: string;
                kind?: string;
                limit?: number;
                severity?: "critical" | "info" | "warning";
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedAlertList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge_alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AcknowledgementRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    access_token_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RFC 7517 key set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_camera_groups: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedGroupList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedGroupRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_cameras: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                enabled?: boolean;
                group?: string;
                limit?: number;
                /** @description Part of the name, in any case */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCameraList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_camera: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CameraInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_camera: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CameraInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_camera: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_camera: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedCameraInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    probe_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Probe"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_snapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest sampled picture; X-Captured-At, Age */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_clips: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedClipList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_clip: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClipRequestRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clip_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_detections: {
        parameters: {
            query?: {
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Captured at or after. */
                from?: string;
                label?: string;
                limit?: number;
                min_confidence?: number;
                /** @description Captured before. */
                to?: string;
                /** @description The name of a zone that holds the object. */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDetectionList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_mosaics: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedMosaicList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_mosaic: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MosaicInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mosaic"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mosaic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mosaic_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mosaic"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_mosaic: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                mosaic_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MosaicInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mosaic"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_mosaic: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                mosaic_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_mosaic: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                mosaic_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedMosaicInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mosaic"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_plates: {
        parameters: {
            query?: {
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Seen at or after. */
                from?: string;
                limit?: number;
                /** @description Default: wildcard where the text holds ? or *, else fuzzy. */
                match?: "exact" | "fuzzy" | "prefix" | "wildcard";
                min_confidence?: number;
                /** @description What the plate says; folded like the reads. */
                text?: string;
                /** @description Seen before. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatePage"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_plate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                read_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlateRead"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_plate_image: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "plate" | "scene" | "vehicle";
                read_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_recordings: {
        parameters: {
            query: {
                camera: string;
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedSpans"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sites: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedSiteList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_site: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedSiteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_watchlists: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedWatchListList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_watchlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchListRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_watchlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_watchlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_watchlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedWatchListRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_watchlist_entries: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedWatchListEntryList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_watchlist_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchListEntryRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchListEntry"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_watchlist_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
