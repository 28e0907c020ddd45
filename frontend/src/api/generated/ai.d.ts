// Made from ../ai-service/openapi.json by `npm run generate`.
export interface paths {
    "/api/ai/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Models
         * @description The models in use, and those that are absent.
         */
        get: operations["models_api_ai_v1_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict
         * @description Finds objects and reads plates in one picture: multipart field `image`, or the picture as the body.
         */
        post: operations["predict_api_ai_v1_predict_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Status
         * @description How sampling stands, of the cameras that the caller may see live.
         */
        get: operations["status_api_ai_v1_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ai/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream
         * @description One event `prediction` for each picture; ends after ten minutes, the life of a token: connect again then.
         *
         *     Ends sooner when the user is signed out everywhere, deactivated or given other rights.
         */
        get: operations["stream_api_ai_v1_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * CameraStatus
         * @description How the sampling of one camera stands. Coverage: share of due pictures really looked at.
         */
        CameraStatus: {
            /**
             * Camera Id
             * Format: uuid
             */
            camera_id: string;
            /** Coverage */
            coverage: number | null;
            /** Due */
            due: number;
            /** Last Frame Age S */
            last_frame_age_s: number | null;
            /** Last Frame At */
            last_frame_at: string | null;
            /** Reason */
            reason: string | null;
            /** Sampled */
            sampled: number;
            /**
             * State
             * @enum {string}
             */
            state: "connecting" | "online" | "stalled" | "error";
            /** Worker */
            worker?: string | null;
        };
        /**
         * EngineStatus
         * @description Engines in use; `detector` is null where no weights are present: then plates only are read.
         */
        EngineStatus: {
            /** Detector */
            detector: string | null;
            /** Plates */
            plates: string;
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
        /**
         * ModelDescription
         * @description One model, in use or absent.
         */
        ModelDescription: {
            /** Active */
            active: boolean;
            /** Licence */
            licence: string;
            /** Measured */
            measured: {
                [key: string]: number | string;
            };
            /** Name */
            name: string;
            /** Role */
            role: string;
            /** Sha256 */
            sha256: string;
            /** Source */
            source: string;
            /** Version */
            version: string;
        };
        /** ModelsResponse */
        ModelsResponse: {
            /** Items */
            items: components["schemas"]["ModelDescription"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /**
         * PlateInterpretation
         * @description What a plate says if it is one of that format; probability: of the text.
         */
        PlateInterpretation: {
            /** Country */
            country: string;
            /** Format */
            format: string;
            /** Probability */
            probability: number;
            /** Text */
            text: string;
        };
        /**
         * PredictResponse
         * @description What is in the picture, best plate first.
         */
        PredictResponse: {
            /** Detections */
            detections: components["schemas"]["PredictedDetection"][];
            /** Engine */
            engine: string;
            /** Height */
            height: number;
            /** Plates */
            plates: components["schemas"]["PredictedPlate"][];
            /** Took Ms */
            took_ms: number;
            /** Width */
            width: number;
        };
        /**
         * PredictedDetection
         * @description An object.
         */
        PredictedDetection: {
            /** Box */
            box: [
                number,
                number,
                number,
                number
            ];
            /** Confidence */
            confidence: number;
            /** Label */
            label: string;
        };
        /**
         * PredictedPlate
         * @description A plate; `candidates` holds for each position the likeliest characters, best first.
         *
         *     `text` is what was read; `interpretations`: what it may be by the formats of plates, at most three, best first.
         */
        PredictedPlate: {
            /** Box */
            box: [
                number,
                number,
                number,
                number
            ];
            /** Candidates */
            candidates: [
                string,
                number
            ][][];
            /** Confidence */
            confidence: number;
            /** Interpretations */
            interpretations: components["schemas"]["PlateInterpretation"][];
            /** Text */
            text: string;
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
        /**
         * StatusResponse
         * @description The service as a whole.
         */
        StatusResponse: {
            /** Backend Reached */
            backend_reached: boolean;
            /** Cameras */
            cameras: components["schemas"]["CameraStatus"][];
            engines: components["schemas"]["EngineStatus"];
            /** Limits */
            limits: string[];
            /** Outbox Depth */
            outbox_depth: number;
            /**
             * Workers
             * @default []
             */
            workers: components["schemas"]["WorkerStatus"][];
        };
        /**
         * WorkerStatus
         * @description One of several workers. answers: it told what it follows when it was asked just now.
         */
        WorkerStatus: {
            /** Answers */
            answers: boolean;
            /** Cameras */
            cameras: number;
            /** Name */
            name: string;
            /** Outbox Depth */
            outbox_depth: number;
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
    models_api_ai_v1_models_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsResponse"];
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
    predict_api_ai_v1_predict_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
                "multipart/form-data": {
                    /** Format: binary */
                    image: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictResponse"];
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
    status_api_ai_v1_status_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusResponse"];
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
    stream_api_ai_v1_stream_get: {
        parameters: {
            query: {
                camera: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
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
}
